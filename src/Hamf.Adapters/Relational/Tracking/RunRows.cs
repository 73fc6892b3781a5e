using System.Data.Common;
using System.Globalization;
using Dapper;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>The rows of runs: what a run is, apart from what was logged to it.</summary>
internal sealed class RunRows(Database database, ExperimentRows experiments)
{
    private long Now => database.Time.GetUtcNow().ToUnixTimeMilliseconds();

    public TrackedRun Create(DbTransaction transaction, NewRun run)
    {
        Experiment experiment = experiments.RequireActive(transaction, run.ExperimentId);
        SortedDictionary<string, string> tags = PairColumns.LastOfEach(run.Tags);
        string name = NameOf(run.Name, tags);
        string runId = run.RunId ?? Guid.NewGuid().ToString("N");
        var created = new TrackedRun
        {
            RunId = runId,
            ExperimentId = run.ExperimentId,
            Name = name,
            UserId = run.UserId,
            Status = RunStatus.Running,
            Stage = LifecycleStage.Active,
            StartMs = run.StartMs ?? Now,
            ArtifactUri = ArtifactUri.Below(
                run.KeepsArtifactsHere ? ExperimentRows.OwnLocation(run.ExperimentId) : experiment.ArtifactLocation, $"{runId}/artifacts"),
            Tags = [.. tags],
        };
        long number = transaction.Connection!.ExecuteScalar<long>(
            """
            insert into runs(run_id, experiment_id, name, user_id, status, started_at_ms, artifact_uri)
            values (@RunId, @ExperimentId, @Name, @UserId, 'Running', @StartMs, @ArtifactUri) returning run_no
            """,
            created,
            transaction);
        RunTags.Set(database, transaction, number, tags);
        return created;
    }

    /// <summary>The run, held until the transaction ends; refused when it is missing.</summary>
    public RunKey Require(DbTransaction transaction, string runId)
    {
        (long Number, long Experiment, string Stage) found = transaction.Connection!.QuerySingleOrDefault<(long, long, string)>(
            "select run_no, experiment_id, lifecycle_stage from runs where run_id = @runId" + database.Dialect.RowLock, new { runId }, transaction);
        return found.Stage is null ? throw Missing(runId) : new RunKey(found.Number, runId, found.Experiment, found.Stage == Stages.Active);
    }

    /// <summary>The run, held until the transaction ends; refused when it is missing or deleted.</summary>
    public RunKey RequireActive(DbTransaction transaction, string runId)
    {
        RunKey key = Require(transaction, runId);
        return key.IsActive
            ? key
            : throw RegistryException.Invalid($"The run {runId} must be in the 'active' state, but is deleted. Restore it first.");
    }

    /// <summary>The number of a run, deleted or not, or null.</summary>
    public static long? FindNumber(DbConnection connection, string runId) =>
        connection.QuerySingleOrDefault<long?>("select run_no from runs where run_id = @runId", new { runId });

    /// <summary>The refusal of an unknown run.</summary>
    public static RegistryException Missing(string runId) => RegistryException.Missing($"Run with id={runId} not found.");

    /// <summary>Changes what is given of an active run.</summary>
    /// <returns>The run's number.</returns>
    public long Update(DbTransaction transaction, string runId, RunStatus? status, long? endMs, string? name)
    {
        name = string.IsNullOrEmpty(name) ? null : name;
        long number = transaction.Connection!.QuerySingleOrDefault<long?>(
            """
            update runs set status = coalesce(@status, status), ended_at_ms = coalesce(@endMs, ended_at_ms), name = coalesce(@name, name)
            where run_id = @runId and lifecycle_stage = 'active' returning run_no
            """,
            new { status = status?.ToString(), endMs, name, runId },
            transaction) ?? RequireActive(transaction, runId).RunNo;
        if (name is not null)
        {
            RunTags.Set(database, transaction, number, [KeyValuePair.Create(RunNames.Tag, name)]);
        }

        return number;
    }

    /// <summary>Deletes or restores a run that is not so yet.</summary>
    public void Move(DbTransaction transaction, string runId, LifecycleStage to)
    {
        RunKey run = Require(transaction, runId);
        if (run.IsActive == (to == LifecycleStage.Active))
        {
            return;
        }

        transaction.Connection!.Execute(
            "update runs set lifecycle_stage = @stage, deleted_at_ms = @deletedMs where run_no = @RunNo",
            new { stage = Stages.Stored(to), deletedMs = to == LifecycleStage.Deleted ? Now : (long?)null, run.RunNo },
            transaction);
    }

    // The name and the tag that mirrors it: each gives the other, and they may not differ.
    private static string NameOf(string? name, SortedDictionary<string, string> tags)
    {
        string? tag = tags.GetValueOrDefault(RunNames.Tag);
        if (!string.IsNullOrEmpty(name) && !string.IsNullOrEmpty(tag) && name != tag)
        {
            throw RegistryException.Invalid(string.Create(
                CultureInfo.InvariantCulture,
                $"Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='{name}', mlflow.runName='{tag}')."));
        }

        string chosen = !string.IsNullOrEmpty(name) ? name : !string.IsNullOrEmpty(tag) ? tag : RunNames.Next();
        tags[RunNames.Tag] = chosen;
        return chosen;
    }
}
