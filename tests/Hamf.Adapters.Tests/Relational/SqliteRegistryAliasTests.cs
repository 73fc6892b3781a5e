using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteRegistryAliasTests : RegistryAliasSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    protected override RegistryStore Store => new(_home.Database);

    protected override ModelStore Models => new(_home.Database);

    protected override RunStore Runs => new(_home.Database);

    public void Dispose() => _home.Dispose();
}
