using Hamf.Adapters.Relational;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>A throw-away SQLite database with a clock that the test moves.</summary>
public sealed class SqliteHome : IDisposable
{
    private readonly TempFolder _folder = new();

    public SqliteHome() => Database = Open();

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    public SqliteDatabase Database { get; }

    public string Path => _folder.File("hamf.db");

    public SqliteDatabase Open() => new(new SqliteOptions { Path = Path }, Time);

    public void Dispose()
    {
        Database.Dispose();
        _folder.Dispose();
    }
}
