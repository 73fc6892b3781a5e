using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresTrackingStoreTests : TrackingStoreSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    public PostgresTrackingStoreTests() => Store = new TrackingStore(_home.Database);

    protected override TrackingStore Store { get; }

    protected override DateTimeOffset Now => _home.Time.GetUtcNow();

    protected override Database Database => _home.Database;

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
