using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteTrackingStoreTests : TrackingStoreSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    public SqliteTrackingStoreTests() => Store = new TrackingStore(_home.Database);

    protected override TrackingStore Store { get; }

    protected override DateTimeOffset Now => _home.Time.GetUtcNow();

    protected override Database Database => _home.Database;

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
