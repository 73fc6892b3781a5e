using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>
/// Deletes runs and experiments for good, one run per transaction, so that writers wait for milliseconds only. The run itself goes first, with all
/// but its points; those follow in small steps, and a purge that was interrupted is gone on with by the next one.
/// </summary>
internal sealed class RunPurge(Database database)
{
    // About ten milliseconds of work.
    private const int StepRows = 20_000;

    // Child before parent.
    private static readonly string[] RunTables =
        ["unindexed_runs", "params", "tags", "latest_metrics", "model_metrics", "run_dataset_tags", "run_datasets", "run_models", "runs"];

    public PurgeOutcome Purge(DateTimeOffset before)
    {
        long beforeMs = before.ToUnixTimeMilliseconds();
        var runs = new List<string>();
        while (PurgeNext(beforeMs) is { } runId)
        {
            runs.Add(runId);
        }

        while (SweepNext())
        {
        }

        PurgeModels(beforeMs);
        return new PurgeOutcome(PurgeExperiments(beforeMs), runs);
    }

    private string? PurgeNext(long beforeMs) => database.Write(transaction =>
    {
        DbConnection connection = transaction.Connection!;
        (long Number, string Id) run = connection.QueryFirstOrDefault<(long, string)>(
            "select run_no, run_id from runs where lifecycle_stage = 'deleted' and deleted_at_ms < @beforeMs order by run_no limit 1" + database.Dialect.RowLock,
            new { beforeMs },
            transaction);
        if (run.Id is null)
        {
            return null;
        }

        ArtifactRows.Remove(transaction, ArtifactRows.FolderOf(connection, transaction, run.Id)!.TrimEnd('/'), database.Time.GetUtcNow());
        foreach (string table in RunTables)
        {
            connection.Execute($"delete from {table} where run_no = @Number", new { run.Number }, transaction);
        }

        connection.Execute("insert into purged_runs(run_no) values (@Number)", new { run.Number }, transaction);
        return run.Id;
    });

    // Deletes up to a bound that stands StepRows further on in the table's order.
    private bool SweepNext() => database.Write(transaction =>
    {
        DbConnection connection = transaction.Connection!;
        if (connection.QueryFirstOrDefault<long?>("select run_no from purged_runs order by run_no limit 1", transaction: transaction) is not { } number)
        {
            return false;
        }

        (long Time, long Key)? bound = connection.Query<(long, long)>(
            "select timestamp_ms, key_no from metrics where run_no = @number order by timestamp_ms, key_no limit 1 offset @StepRows",
            new { number, StepRows },
            transaction).Select(b => ((long, long)?)b).FirstOrDefault();
        connection.Execute(
            bound is null
                ? "delete from metrics where run_no = @number"
                : "delete from metrics where run_no = @number and (timestamp_ms, key_no) <= (@Time, @Key)",
            new { number, bound?.Time, bound?.Key },
            transaction);
        if (bound is null)
        {
            connection.Execute("delete from purged_runs where run_no = @number", new { number }, transaction);
        }

        return true;
    });

    private void PurgeModels(long beforeMs) => database.Write(transaction =>
        transaction.Connection!.Execute("delete from logged_models where deleted_at_ms < @beforeMs", new { beforeMs }, transaction));

    // One that still has runs stays: somebody has restored them.
    private int PurgeExperiments(long beforeMs) => database.Write(transaction =>
    {
        long[] ids = [.. transaction.Connection!.Query<long>(
            """
            select e.experiment_id from experiments e
            where e.lifecycle_stage = 'deleted' and e.deleted_at_ms < @beforeMs and e.experiment_id <> 0
                and not exists (select 1 from runs r where r.experiment_id = e.experiment_id)
            """,
            new { beforeMs },
            transaction)];
        foreach (string table in (string[])["logged_models", "datasets", "experiment_tags", "experiments"])
        {
            transaction.Connection!.Execute($"delete from {table} where experiment_id = @id", ids.Select(id => new { id }), transaction);
        }

        return ids.Length;
    });
}
