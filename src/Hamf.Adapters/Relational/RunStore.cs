using System.Data.Common;
using Dapper;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

/// <summary>Experiments and runs as training and import see them: the same rows as <see cref="TrackingStore"/>. Thread-safe.</summary>
public sealed class RunStore : IRunStore
{
    private readonly Database _database;
    private readonly ExperimentRows _experiments;
    private readonly RunRows _runs;
    private readonly RunLog _log;
    private readonly RunReader _reader;
    private readonly MetricHistory _history;

    /// <summary>A store on a database.</summary>
    public RunStore(Database database)
    {
        var keys = new MetricKeys();
        _database = database;
        _experiments = new ExperimentRows(database);
        _runs = new RunRows(database, _experiments);
        _log = new RunLog(database, _runs, keys, new MetricIndex(database));
        _reader = new RunReader(database, keys);
        _history = new MetricHistory(keys);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The experiment is deleted.</exception>
    public string Start(string experiment, string name) => Answer(() => _database.Write(transaction =>
    {
        long id = transaction.Connection!.QuerySingleOrDefault<long?>(
            "select experiment_id from experiments where name = @experiment", new { experiment }, transaction)
            ?? _experiments.Create(transaction, experiment, artifactLocation: null, tags: []);
        return _runs.Create(transaction, new NewRun { ExperimentId = id, Name = name, KeepsArtifactsHere = true }).RunId;
    }));

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="ArgumentException">A parameter is there already with another value, or the run is deleted; nothing was logged.</exception>
    public void Log(
        string runId,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, double> metrics,
        IReadOnlyDictionary<string, string> tags)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        long now = Now();
        Answer(() => _log.Log(runId, new RunBatch([.. metrics.Select(m => new MetricPoint(m.Key, m.Value, now, 0))], [.. parameters], [.. tags])));
    }

    /// <summary>Adds one value to the history of a metric.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric's name.</param>
    /// <param name="value">The value; NaN and infinities are kept.</param>
    /// <param name="step">The step of the training it belongs to.</param>
    /// <param name="at">When it was measured.</param>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void LogMetric(string runId, string key, double value, long step, DateTimeOffset at) =>
        Answer(() => _log.Log(runId, new RunBatch([new MetricPoint(key, value, at.ToUnixTimeMilliseconds(), step)], [], [])));

    /// <summary>All values of a metric, by step, then time.</summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public IReadOnlyList<MetricValue> MetricHistory(string runId, string key) =>
        [.. Answer(() => _database.Read(connection => _history.Read(connection, runId, key, max: null, offset: 0))).Items
            .OrderBy(m => m.Step).ThenBy(m => m.TimestampMs)
            .Select(m => new MetricValue(m.Value, m.Step, DateTimeOffset.FromUnixTimeMilliseconds(m.TimestampMs)))];

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void AddArtifact(string runId, string path, string digest, long size) => Answer(() => _database.Write(transaction =>
    {
        _runs.Require(transaction, runId);
        ArtifactRows.Put(transaction, ArtifactRows.FolderOf(transaction.Connection!, transaction, runId)! + path, digest, size, _database.Time.GetUtcNow());
        return 0;
    }));

    /// <inheritdoc/>
    public bool RemoveArtifact(string runId, string path) => _database.Write(transaction =>
        ArtifactRows.FolderOf(transaction.Connection!, transaction, runId) is { } folder
        && ArtifactRows.Remove(transaction, folder + path, _database.Time.GetUtcNow()).Count > 0);

    /// <inheritdoc/>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="ArgumentException">The run is deleted.</exception>
    public void End(string runId, RunStatus status) =>
        Answer(() => _database.Write(transaction => _runs.Update(transaction, runId, status, Now(), name: null)));

    /// <inheritdoc/>
    public Run? Find(string runId) => _database.Read(connection =>
        RunRows.FindNumber(connection, runId) is { } number ? Complete(connection, [number]).FirstOrDefault() : null);

    /// <inheritdoc/>
    public IReadOnlyList<Run> List(string? experiment, int max) => _database.Read(connection => Complete(
        connection,
        [.. connection.Query<long>(
            $"""
            select r.run_no from runs r join experiments e on e.experiment_id = r.experiment_id
            where r.lifecycle_stage = 'active'{(experiment is null ? string.Empty : " and e.name = @experiment")}
            order by r.started_at_ms desc, r.run_id limit @max
            """,
            new { experiment, max })]));

    private Run[] Complete(DbConnection connection, IReadOnlyList<long> numbers)
    {
        IReadOnlyList<TrackedRun> runs = _reader.Read(connection, numbers);
        Dictionary<long, string> experiments = ExperimentRows.Read(connection, [.. runs.Select(r => r.ExperimentId).Distinct()])
            .ToDictionary(e => e.ExperimentId, e => e.Name);
        return [.. runs.Select(run => Complete(run, experiments[run.ExperimentId], ArtifactRows.OfRun(connection, run.RunId)))];
    }

    private static Run Complete(TrackedRun run, string experiment, Dictionary<string, string> artifacts) => new()
    {
        RunId = run.RunId,
        Experiment = experiment,
        Name = run.Name,
        Status = run.Status,
        StartedAt = TimeOf(run.StartMs),
        EndedAt = run.EndMs is { } end ? TimeOf(end) : null,
        Params = run.Params.ToDictionary(StringComparer.Ordinal),
        Metrics = run.Metrics.ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal),
        Tags = run.Tags.ToDictionary(StringComparer.Ordinal),
        Artifacts = artifacts,
    };

    // Times of runs are their clients', who may send any number.
    private static DateTimeOffset TimeOf(long ms) => DateTimeOffset.FromUnixTimeMilliseconds(
        Math.Clamp(ms, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()));

    private static void Answer(Action call) => Answer(() =>
    {
        call();
        return 0;
    });

    // The callers of this narrow door know no refusals of the tracking API.
    private static T Answer<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (RegistryException e) when (e.Error == RegistryError.ResourceDoesNotExist)
        {
            throw new KeyNotFoundException(e.Message, e);
        }
        catch (RegistryException e)
        {
            throw new ArgumentException(e.Message, e);
        }
    }

    private long Now() => _database.Time.GetUtcNow().ToUnixTimeMilliseconds();
}

/// <summary>One value of a metric.</summary>
/// <param name="Value">The value.</param>
/// <param name="Step">The step it belongs to.</param>
/// <param name="At">When it was measured.</param>
public sealed record MetricValue(double Value, long Step, DateTimeOffset At);
