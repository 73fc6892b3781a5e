using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresModelStoreTests : ModelStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public PostgresModelStoreTests() => Store = new ModelStore(_home.Database);

    protected override ModelStore Store { get; }

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
