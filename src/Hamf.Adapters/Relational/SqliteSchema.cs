using System.Data.Common;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Relational;

/// <summary>A SQLite file that is brought up to date, after a backup beside it.</summary>
internal sealed class SqliteSchema(SqliteConnection connection, string path) : SchemaUpgrade
{
    public override DbConnection Connection => connection;

    public override SqlDialect Dialect => SqlDialect.Sqlite;

    public override string Name => path;

    public override string HowToGoBack => $"restore a backup ({Path.GetFileName(path)}.before-NNNN beside it)";

    public override bool HasSteps() =>
        connection.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = 'schema_steps'") != 0;

    // An unfinished backup must never look like a whole one, hence the rename.
    public override void Backup(int before)
    {
        string backup = string.Create(CultureInfo.InvariantCulture, $"{path}.before-{before:0000}");
        string part = backup + ".part";
        File.Delete(part);
        using (var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
        {
            target.Open();
            connection.BackupDatabase(target);
            SqliteDatabase.Execute(target, "pragma journal_mode = delete");
        }

        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(part, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(part, backup, overwrite: true);
    }

    public override void InTransaction(Action<DbTransaction> work)
    {
        using var transaction = new SqliteWork(connection);
        work(transaction.Transaction);
        transaction.Commit();
    }
}
