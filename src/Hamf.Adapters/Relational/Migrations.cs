using System.Globalization;
using System.Reflection;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Relational;

/// <summary>
/// The numbered schema steps. Each is a resource <c>NNNN_name.sql</c>, is never changed after it was released, and is applied once, in order.
/// All missing ones are applied in one transaction, after a backup of a database that already held something.
/// </summary>
internal static class Migrations
{
    public static IReadOnlyList<Migration> All { get; } = Load();

    /// <summary>The schema number that this program needs.</summary>
    public static int Newest => All[^1].Number;

    /// <summary>Brings a database up to date.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="path">The file, for messages and the name of the backup.</param>
    /// <param name="dialect">The words of this database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="upTo">The last step to apply; for tests of upgrades.</param>
    public static void Apply(SqliteConnection connection, string path, SqlDialect dialect, TimeProvider time, int upTo = int.MaxValue)
    {
        int found = CurrentNumber(connection);
        Refuse(found, path);
        if (found >= Math.Min(Newest, upTo))
        {
            return;
        }

        if (found > 0)
        {
            Backup(connection, string.Create(CultureInfo.InvariantCulture, $"{path}.before-{Newest:0000}"));
        }

        using var work = new SqliteWork(connection);
        SqliteTransaction transaction = work.Transaction;
        connection.Execute(
            "create table if not exists schema_steps(number bigint primary key, name text not null, applied_at_ms bigint not null)", transaction: transaction);

        // Asked again inside the transaction: another process may have been faster.
        found = (int)connection.ExecuteScalar<long>("select coalesce(max(number), 0) from schema_steps", transaction: transaction);
        Refuse(found, path);
        foreach (Migration step in All.Where(m => m.Number > found && m.Number <= upTo))
        {
            connection.Execute(dialect.Expand(step.Sql), transaction: transaction);
            connection.Execute(
                "insert into schema_steps(number, name, applied_at_ms) values (@Number, @Name, @at)",
                new { step.Number, step.Name, at = time.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
        }

        work.Commit();
    }

    private static int CurrentNumber(SqliteConnection connection) =>
        connection.ExecuteScalar<long>("select count(*) from sqlite_master where type = 'table' and name = 'schema_steps'") == 0
            ? 0
            : (int)connection.ExecuteScalar<long>("select coalesce(max(number), 0) from schema_steps");

    private static void Refuse(int found, string path)
    {
        if (found > Newest)
        {
            throw new StoreException(
                $"{path} was written by a newer Hamf: its schema is number {found}, this program knows up to {Newest}. "
                + $"Use the newer program, or restore a backup ({System.IO.Path.GetFileName(path)}.before-NNNN beside it).",
                isTransient: false);
        }
    }

    // An unfinished backup must never look like a whole one, hence the rename.
    private static void Backup(SqliteConnection connection, string path)
    {
        string part = path + ".part";
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

        File.Move(part, path, overwrite: true);
    }

    private static List<Migration> Load()
    {
        Assembly assembly = typeof(Migrations).Assembly;
        List<Migration> steps = [.. assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith("migrations/", StringComparison.Ordinal))
            .Select(name => Read(assembly, name))
            .OrderBy(step => step.Number)];
        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i].Number != i + 1)
            {
                throw new InvalidOperationException($"Schema step {i + 1} is missing or there twice (found {steps[i].Number}, {steps[i].Name}).");
            }
        }

        return steps;
    }

    private static Migration Read(Assembly assembly, string resource)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        string file = System.IO.Path.GetFileNameWithoutExtension(resource);
        return new Migration(int.Parse(file.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), file[5..], reader.ReadToEnd());
    }
}

/// <summary>One schema step.</summary>
internal sealed record Migration(int Number, string Name, string Sql);
