using Dapper;
using Hamf.Adapters.Relational;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteTrackingUpgradeTests : TrackingUpgradeSuite, IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    protected override Database Upgrade(string content)
    {
        string path = _folder.File("old.db");
        SqliteNative.Use();
        using (var old = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            old.Open();
            Migrations.Apply(new SqliteSchema(old, path), Time, Before);
            old.Execute(content);
        }

        return new SqliteDatabase(new SqliteOptions { Path = path }, Time);
    }
}
