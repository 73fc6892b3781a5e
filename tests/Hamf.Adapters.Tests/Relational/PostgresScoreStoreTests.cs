using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresScoreStoreTests : ScoreStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public PostgresScoreStoreTests() => Store = new ScoreStore(_home.Database);

    protected override ScoreStore Store { get; }

    public void Dispose() => _home.Dispose();
}
