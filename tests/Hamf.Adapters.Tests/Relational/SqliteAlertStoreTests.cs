using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteAlertStoreTests : AlertStoreSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    public SqliteAlertStoreTests() => Store = new AlertStore(_home.Database);

    protected override AlertStore Store { get; }

    public void Dispose() => _home.Dispose();
}
