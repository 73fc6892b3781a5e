using Hamf.Adapters.Relational;

namespace Hamf.Adapters.Tests.Relational.Search;

public sealed class SqliteRunSearchTests : RunSearchSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    protected override Database Database => _home.Database;

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    public void Dispose() => _home.Dispose();
}
