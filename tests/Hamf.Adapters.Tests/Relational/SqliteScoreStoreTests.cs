using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteScoreStoreTests : ScoreStoreSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    public SqliteScoreStoreTests() => Store = new ScoreStore(_home.Database);

    protected override ScoreStore Store { get; }

    public void Dispose() => _home.Dispose();
}
