using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresRegistryAliasTests : RegistryAliasSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    protected override RegistryStore Store => new(_home.Database);

    protected override ModelStore Models => new(_home.Database);

    protected override RunStore Runs => new(_home.Database);

    public void Dispose() => _home.Dispose();
}
