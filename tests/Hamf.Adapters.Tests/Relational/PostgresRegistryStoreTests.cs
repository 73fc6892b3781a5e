using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresRegistryStoreTests : RegistryStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    protected override RegistryStore Store => new(_home.Database);

    protected override ModelStore Models => new(_home.Database);

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
