using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Dapper;
using Hamf.Pipeline.Registry;

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
    /// <param name="database">The database.</param>
    /// <param name="time">The clock.</param>
    /// <param name="upTo">The last step to apply; for tests of upgrades.</param>
    public static void Apply(SchemaUpgrade database, TimeProvider time, int upTo = int.MaxValue)
    {
        int found = database.HasSteps() ? Applied(database, null) : 0;
        Refuse(found, database);
        if (found >= Math.Min(Newest, upTo))
        {
            return;
        }

        if (found > 0)
        {
            database.Backup(Newest);
        }

        database.InTransaction(transaction => ApplyMissing(database, transaction, time, upTo));
    }

    private static void ApplyMissing(SchemaUpgrade database, DbTransaction transaction, TimeProvider time, int upTo)
    {
        database.Connection.Execute(
            "create table if not exists schema_steps(number bigint primary key, name text not null, applied_at_ms bigint not null)", transaction: transaction);

        // Asked again inside the transaction: another process may have been faster.
        int found = Applied(database, transaction);
        Refuse(found, database);
        foreach (Migration step in All.Where(m => m.Number > found && m.Number <= upTo))
        {
            database.Connection.Execute(database.Dialect.Expand(step.Sql), transaction: transaction);
            database.Connection.Execute(
                "insert into schema_steps(number, name, applied_at_ms) values (@Number, @Name, @at)",
                new { step.Number, step.Name, at = time.GetUtcNow().ToUnixTimeMilliseconds() },
                transaction);
        }
    }

    private static int Applied(SchemaUpgrade database, DbTransaction? transaction) =>
        (int)database.Connection.ExecuteScalar<long>("select coalesce(max(number), 0) from schema_steps", transaction: transaction);

    private static void Refuse(int found, SchemaUpgrade database)
    {
        if (found > Newest)
        {
            throw new StoreException(
                $"{database.Name} was written by a newer Hamf: its schema is number {found}, this program knows up to {Newest}. "
                + $"Use the newer program, or {database.HowToGoBack}.",
                isTransient: false);
        }
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
