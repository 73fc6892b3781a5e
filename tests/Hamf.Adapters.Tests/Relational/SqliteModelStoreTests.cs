using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteModelStoreTests : ModelStoreSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    public SqliteModelStoreTests() => Store = new ModelStore(_home.Database);

    protected override ModelStore Store { get; }

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
