using Dapper;
using Hamf.Adapters.Relational;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteRegistryUpgradeTests : RegistryUpgradeSuite, IDisposable
{
    private readonly TempFolder _folder = new();

    public SqliteRegistryUpgradeTests()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        string path = _folder.File("old.db");
        using (var old = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, ForeignKeys = true }.ToString()))
        {
            old.Open();
            Migrations.Apply(new SqliteSchema(old, path), time, upTo: 5);
            old.Execute(Content);
        }

        Database = new SqliteDatabase(new SqliteOptions { Path = path }, time);
    }

    protected override Database Database { get; }

    public void Dispose()
    {
        Database.Dispose();
        _folder.Dispose();
    }
}
