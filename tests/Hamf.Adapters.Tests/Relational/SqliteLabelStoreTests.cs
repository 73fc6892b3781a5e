using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteLabelStoreTests : LabelStoreSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    public SqliteLabelStoreTests() => Store = new LabelStore(_home.Database);

    protected override LabelStore Store { get; }

    public void Dispose() => _home.Dispose();
}
