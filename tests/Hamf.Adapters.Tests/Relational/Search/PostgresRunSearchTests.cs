using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational.Search;

[Trait("needs", "postgres")]
public sealed class PostgresRunSearchTests : RunSearchSuite, IDisposable
{
    private readonly PostgresHome _home = new();

    protected override Database Database => _home.Database;

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
