using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteRunStoreTests : RunStoreSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    public SqliteRunStoreTests() => Store = new RunStore(_home.Database);

    protected override RunStore Store { get; }

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
