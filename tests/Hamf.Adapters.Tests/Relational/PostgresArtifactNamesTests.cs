using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational;

[Trait("needs", "postgres")]
public sealed class PostgresArtifactNamesTests : ArtifactNamesSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    protected override Database Database => _home.Database;

    protected override DateTimeOffset Now => _home.Time.GetUtcNow();

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
