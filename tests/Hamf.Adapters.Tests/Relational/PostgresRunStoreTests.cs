using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresRunStoreTests : RunStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public PostgresRunStoreTests() => Store = new RunStore(_home.Database);

    protected override RunStore Store { get; }

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
