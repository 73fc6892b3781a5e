using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresAlertStoreTests : AlertStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public PostgresAlertStoreTests() => Store = new AlertStore(_home.Database);

    protected override AlertStore Store { get; }

    public void Dispose() => _home.Dispose();
}
