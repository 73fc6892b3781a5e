using System.Data.Common;
using System.Globalization;
using Dapper;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>The rows of experiments and their tags.</summary>
internal sealed class ExperimentRows(Database database)
{
    private const string Columns = """
        experiment_id as ExperimentId, name as Name, artifact_location as ArtifactLocation, lifecycle_stage as Stage,
        created_at_ms as CreatedMs, updated_at_ms as UpdatedMs
        """;

    private long Now => database.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>The place of an experiment in the server's own space.</summary>
    public static string OwnLocation(long experimentId) => string.Create(CultureInfo.InvariantCulture, $"{ArtifactSpaces.OwnScheme}:/{experimentId}");

    public long Create(
        DbTransaction transaction, string name, string? artifactLocation, IReadOnlyList<KeyValuePair<string, string>> tags, string? artifactRoot = null)
    {
        long now = Now;
        long id = transaction.Connection!.QuerySingleOrDefault<long?>(
            """
            insert into experiments(name, artifact_location, created_at_ms, updated_at_ms) values (@name, @location, @now, @now)
            on conflict (name) do nothing returning experiment_id
            """,
            new { name, location = artifactLocation ?? string.Empty, now },
            transaction) ?? throw Taken(name);
        if (string.IsNullOrEmpty(artifactLocation))
        {
            string own = artifactRoot is null ? OwnLocation(id) : ArtifactUri.Below(artifactRoot, id.ToString(CultureInfo.InvariantCulture));
            transaction.Connection!.Execute(
                "update experiments set artifact_location = @own where experiment_id = @id", new { own, id }, transaction);
        }

        SetTags(transaction, id, tags);
        return id;
    }

    /// <summary>The experiments of these ids, in that order, with their tags; one that is missing is left out.</summary>
    public static IReadOnlyList<Experiment> Read(DbConnection connection, IReadOnlyList<long> ids)
    {
        var found = new Dictionary<long, Experiment>();
        foreach (long[] part in ids.Chunk(RunReader.PartLength))
        {
            string list = string.Join(',', part);
            ILookup<long, (long Id, string Key, string Value)> tags = connection.Query<(long Id, string Key, string Value)>(
                $"select experiment_id, key, value from experiment_tags where experiment_id in ({list}) order by experiment_id, key").ToLookup(t => t.Id);
            foreach (ExperimentRow row in connection.Query<ExperimentRow>($"select {Columns} from experiments where experiment_id in ({list})"))
            {
                found.Add(row.ExperimentId, Complete(row, tags[row.ExperimentId].ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal)));
            }
        }

        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    public static Experiment? Find(DbConnection connection, long experimentId) =>
        Read(connection, [experimentId]) is [Experiment found] ? found : null;

    public static Experiment? Find(DbConnection connection, string name) =>
        connection.QuerySingleOrDefault<long?>("select experiment_id from experiments where name = @name", new { name }) is { } id
            ? Find(connection, id)
            : null;

    public void Rename(DbTransaction transaction, long experimentId, string name)
    {
        Experiment known = RequireActive(transaction, experimentId);
        if (known.Name != name
            && transaction.Connection!.ExecuteScalar<long>("select count(*) from experiments where name = @name", new { name }, transaction) > 0)
        {
            throw Taken(name);
        }

        transaction.Connection!.Execute(
            "update experiments set name = @name, updated_at_ms = @now where experiment_id = @experimentId", new { name, now = Now, experimentId }, transaction);
    }

    /// <summary>Deletes or restores it, with the runs that belong to that.</summary>
    public void Move(DbTransaction transaction, long experimentId, LifecycleStage to)
    {
        DbConnection connection = transaction.Connection!;
        string? known = connection.QuerySingleOrDefault<string>(
            "select lifecycle_stage from experiments where experiment_id = @experimentId" + database.Dialect.RowLock,
            new { experimentId },
            transaction);
        if (known is null || Stages.Read(known) == to)
        {
            throw Missing(experimentId, to == LifecycleStage.Deleted ? "active" : "deleted");
        }

        long now = Now;
        long? deletedMs = to == LifecycleStage.Deleted ? now : null;
        connection.Execute(
            "update experiments set lifecycle_stage = @stage, deleted_at_ms = @deletedMs, updated_at_ms = @now where experiment_id = @experimentId",
            new { stage = Stages.Stored(to), deletedMs, now, experimentId },
            transaction);

        // A run that was deleted before keeps its time of deletion, which its purge counts from; restoring asks for no time.
        connection.Execute(
            "update runs set lifecycle_stage = @stage, deleted_at_ms = @deletedMs where experiment_id = @experimentId and lifecycle_stage <> @stage",
            new { stage = Stages.Stored(to), deletedMs, experimentId },
            transaction);
    }

    public void SetTag(DbTransaction transaction, long experimentId, string key, string value)
    {
        RequireActive(transaction, experimentId);
        SetTags(transaction, experimentId, [KeyValuePair.Create(key, value)]);
        Touch(transaction, experimentId);
    }

    public void DeleteTag(DbTransaction transaction, long experimentId, string key)
    {
        RequireActive(transaction, experimentId);
        if (transaction.Connection!.Execute(
            "delete from experiment_tags where experiment_id = @experimentId and key = @key", new { experimentId, key }, transaction) == 0)
        {
            throw RegistryException.Missing($"No tag with name: {key} in experiment with id {experimentId}.");
        }

        Touch(transaction, experimentId);
    }

    /// <summary>The experiment, held until the transaction ends; refused when it is missing or deleted.</summary>
    public Experiment RequireActive(DbTransaction transaction, long experimentId)
    {
        ExperimentRow row = transaction.Connection!.QuerySingleOrDefault<ExperimentRow>(
            $"select {Columns} from experiments where experiment_id = @experimentId{database.Dialect.RowLock}", new { experimentId }, transaction)
            ?? throw Missing(experimentId);
        return row.Stage == Stages.Active
            ? Complete(row, new Dictionary<string, string>())
            : throw RegistryException.Invalid($"The experiment {experimentId} must be in the 'active' state, but is deleted. Restore it first.");
    }

    private static RegistryException Taken(string name) =>
        RegistryException.Exists($"Experiment(name={name}) already exists. A deleted one keeps its name until it is restored or deleted for good.");

    private static RegistryException Missing(long experimentId, string? stage = null) => RegistryException.Missing(
        stage is null ? $"No Experiment with id={experimentId} exists." : $"No Experiment with id={experimentId} exists that is {stage}.");

    private static Experiment Complete(ExperimentRow row, IReadOnlyDictionary<string, string> tags) => new()
    {
        ExperimentId = row.ExperimentId,
        Name = row.Name,
        ArtifactLocation = row.ArtifactLocation,
        Stage = Stages.Read(row.Stage),
        CreatedMs = row.CreatedMs,
        UpdatedMs = row.UpdatedMs,
        Tags = tags,
    };

    private void SetTags(DbTransaction transaction, long experimentId, IReadOnlyList<KeyValuePair<string, string>> tags)
    {
        if (tags.Count > 0)
        {
            database.Insert(transaction, PairColumns.Of(
                "experiment_tags", "experiment_id", experimentId, PairColumns.LastOfEach(tags), "(experiment_id, key) do update set value = excluded.value"));
        }
    }

    private void Touch(DbTransaction transaction, long experimentId) => transaction.Connection!.Execute(
        "update experiments set updated_at_ms = @now where experiment_id = @experimentId", new { now = Now, experimentId }, transaction);

    private sealed record ExperimentRow(long ExperimentId, string Name, string ArtifactLocation, string Stage, long CreatedMs, long UpdatedMs);
}
