using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Relational;

/// <summary>Experiments and runs in the relational database. Thread-safe.</summary>
public sealed class RunStore(Database database) : IRunStore
{
    /// <inheritdoc/>
    public string Start(string experiment, string name)
    {
        string runId = Guid.NewGuid().ToString("N");
        long now = database.Time.GetUtcNow().ToUnixTimeMilliseconds();
        return database.Write(transaction =>
        {
            DbConnection connection = transaction.Connection!;
            connection.Execute(
                "insert into experiments(name, created_at_ms) values (@experiment, @now) on conflict (name) do nothing", new { experiment, now }, transaction);
            connection.Execute(
                """
                insert into runs(run_id, experiment_id, name, status, started_at_ms)
                select @runId, experiment_id, @name, 'Running', @now from experiments where name = @experiment
                """,
                new { runId, name, now, experiment },
                transaction);
            return runId;
        });
    }

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="ArgumentException">A parameter is there already with another value; nothing was logged.</exception>
    public void Log(
        string runId,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, double> metrics,
        IReadOnlyDictionary<string, string> tags)
    {
        long now = database.Time.GetUtcNow().ToUnixTimeMilliseconds();
        database.Write(transaction =>
        {
            DbConnection connection = transaction.Connection!;
            Require(connection, transaction, runId);
            foreach ((string key, string value) in parameters)
            {
                AddParameter(connection, transaction, runId, key, value);
            }

            connection.Execute(
                "insert into metrics(run_id, key, value, is_nan, step, timestamp_ms) values (@runId, @key, @value, @isNan, 0, @now)",
                metrics.Select(m => new { runId, key = m.Key, value = StoredNumber.Value(m.Value), isNan = StoredNumber.IsNan(m.Value), now }),
                transaction);
            connection.Execute(
                "insert into tags(run_id, key, value) values (@runId, @key, @value) on conflict (run_id, key) do update set value = excluded.value",
                tags.Select(t => new { runId, key = t.Key, value = t.Value }),
                transaction);
            return 0;
        });
    }

    /// <summary>Adds one value to the history of a metric.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric's name.</param>
    /// <param name="value">The value; NaN and infinities are kept.</param>
    /// <param name="step">The step of the training it belongs to.</param>
    /// <param name="at">When it was measured.</param>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void LogMetric(string runId, string key, double value, long step, DateTimeOffset at) => database.Write(transaction =>
    {
        Require(transaction.Connection!, transaction, runId);
        return transaction.Connection!.Execute(
            "insert into metrics(run_id, key, value, is_nan, step, timestamp_ms) values (@runId, @key, @number, @isNan, @step, @atMs)",
            new
            {
                runId,
                key,
                number = StoredNumber.Value(value),
                isNan = StoredNumber.IsNan(value),
                step,
                atMs = at.ToUnixTimeMilliseconds(),
            },
            transaction);
    });

    /// <summary>All values of a metric, by step, then time, then order of arrival.</summary>
    public IReadOnlyList<MetricValue> MetricHistory(string runId, string key) => database.Read(connection => connection
        .Query<(double Value, long IsNan, long Step, long AtMs)>(
            """
            select value, is_nan, step, timestamp_ms from metrics where run_id = @runId and key = @key
            order by step, timestamp_ms, metric_id
            """,
            new { runId, key })
        .Select(m => new MetricValue(StoredNumber.Read(m.Value, m.IsNan), m.Step, DateTimeOffset.FromUnixTimeMilliseconds(m.AtMs)))
        .ToArray());

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void AddArtifact(string runId, string path, string digest, long size) => database.Write(transaction =>
    {
        string folder = ArtifactRows.FolderOf(transaction.Connection!, transaction, runId) ?? throw new KeyNotFoundException($"There is no run {runId}.");
        ArtifactRows.Put(transaction, folder + path, digest, size, database.Time.GetUtcNow());
        return 0;
    });

    /// <inheritdoc/>
    public bool RemoveArtifact(string runId, string path) => database.Write(transaction =>
        ArtifactRows.FolderOf(transaction.Connection!, transaction, runId) is { } folder
        && ArtifactRows.Remove(transaction, folder + path, database.Time.GetUtcNow()).Count > 0);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void End(string runId, RunStatus status) => database.Write(transaction =>
    {
        Require(transaction.Connection!, transaction, runId);
        return transaction.Connection!.Execute(
            "update runs set status = @status, ended_at_ms = @now where run_id = @runId",
            new { runId, status = status.ToString(), now = database.Time.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction);
    });

    /// <inheritdoc/>
    public Run? Find(string runId) => database.Read(connection => Select(connection, "r.run_id = @runId", new { runId, max = 1 }).FirstOrDefault());

    /// <inheritdoc/>
    public IReadOnlyList<Run> List(string? experiment, int max) => database.Read(connection =>
        Select(connection, experiment is null ? "1 = 1" : "e.name = @experiment", new { experiment, max }));

    private static List<Run> Select(DbConnection connection, string where, object parameters)
    {
        IEnumerable<RunRow> rows = connection.Query<RunRow>(
            $"""
            select r.run_id as RunId, e.name as Experiment, r.name as Name, r.status as Status, r.started_at_ms as StartedAtMs, r.ended_at_ms as EndedAtMs
            from runs r join experiments e on e.experiment_id = r.experiment_id
            where {where} order by r.started_at_ms desc, r.run_id limit @max
            """,
            parameters);
        return [.. rows.ToArray().Select(row => Complete(connection, row))];
    }

    private static Run Complete(DbConnection connection, RunRow row) => new()
    {
        RunId = row.RunId,
        Experiment = row.Experiment,
        Name = row.Name,
        Status = Enum.Parse<RunStatus>(row.Status),
        StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(row.StartedAtMs),
        EndedAt = row.EndedAtMs is { } end ? DateTimeOffset.FromUnixTimeMilliseconds(end) : null,
        Params = Texts(connection, "select key, value from params where run_id = @RunId", row),
        Metrics = LatestMetrics(connection, row),
        Tags = Texts(connection, "select key, value from tags where run_id = @RunId", row),
        Artifacts = ArtifactRows.OfRun(connection, row.RunId),
    };

    private static Dictionary<string, string> Texts(DbConnection connection, string sql, RunRow row) =>
        connection.Query<(string Key, string Value)>(sql, new { row.RunId }).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    private static Dictionary<string, double> LatestMetrics(DbConnection connection, RunRow row)
    {
        var latest = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((string key, double value, long isNan) in connection.Query<(string, double, long)>(
            "select key, value, is_nan from metrics where run_id = @RunId order by step, timestamp_ms, metric_id", new { row.RunId }))
        {
            latest[key] = StoredNumber.Read(value, isNan);
        }

        return latest;
    }

    private static void AddParameter(DbConnection connection, DbTransaction transaction, string runId, string key, string value)
    {
        string? known = connection.ExecuteScalar<string?>("select value from params where run_id = @runId and key = @key", new { runId, key }, transaction);
        if (known is null)
        {
            connection.Execute("insert into params(run_id, key, value) values (@runId, @key, @value)", new { runId, key, value }, transaction);
        }
        else if (known != value)
        {
            throw new ArgumentException($"Parameter '{key}' of run {runId} is '{known}' and cannot become '{value}'.");
        }
    }

    private static void Require(DbConnection connection, DbTransaction transaction, string runId)
    {
        if (connection.ExecuteScalar<long>("select count(*) from runs where run_id = @runId", new { runId }, transaction) == 0)
        {
            throw new KeyNotFoundException($"There is no run {runId}.");
        }
    }

    private sealed record RunRow(string RunId, string Experiment, string Name, string Status, long StartedAtMs, long? EndedAtMs);
}

/// <summary>One value of a metric.</summary>
/// <param name="Value">The value.</param>
/// <param name="Step">The step it belongs to.</param>
/// <param name="At">When it was measured.</param>
public sealed record MetricValue(double Value, long Step, DateTimeOffset At);
