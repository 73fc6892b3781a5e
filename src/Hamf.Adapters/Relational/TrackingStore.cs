using System.Data.Common;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

/// <summary>Experiments and runs, as the tracking API sees them. Thread-safe.</summary>
public sealed partial class TrackingStore : ITrackingStore
{
    private readonly Database _database;
    private readonly MetricKeys _keys = new();
    private readonly ExperimentRows _experiments;
    private readonly RunRows _runs;
    private readonly MetricIndex _index;
    private readonly RunLog _log;
    private readonly RunReader _reader;
    private readonly MetricHistory _history;

    /// <summary>A store on a database.</summary>
    public TrackingStore(Database database)
    {
        _database = database;
        _experiments = new ExperimentRows(database);
        _runs = new RunRows(database, _experiments);
        _index = new MetricIndex(database);
        _log = new RunLog(database, _runs, _keys, _index);
        _reader = new RunReader(database, _keys);
        _history = new MetricHistory(_keys);
    }

    /// <inheritdoc/>
    public long CreateExperiment(
        string name, string? artifactLocation, IReadOnlyList<KeyValuePair<string, string>> tags, string? artifactRoot = null) =>
        _database.Write(transaction => _experiments.Create(transaction, name, artifactLocation, tags, artifactRoot));

    /// <inheritdoc/>
    public Experiment? FindExperiment(long experimentId) => _database.Read(connection => ExperimentRows.Find(connection, experimentId));

    /// <inheritdoc/>
    public Experiment? FindExperiment(string name) => _database.Read(connection => ExperimentRows.Find(connection, name));

    /// <inheritdoc/>
    public void RenameExperiment(long experimentId, string name) =>
        Write(transaction => _experiments.Rename(transaction, experimentId, name));

    /// <inheritdoc/>
    public void MoveExperiment(long experimentId, LifecycleStage to) =>
        Write(transaction => _experiments.Move(transaction, experimentId, to));

    /// <inheritdoc/>
    public void SetExperimentTag(long experimentId, string key, string value) =>
        Write(transaction => _experiments.SetTag(transaction, experimentId, key, value));

    /// <inheritdoc/>
    public void DeleteExperimentTag(long experimentId, string key) =>
        Write(transaction => _experiments.DeleteTag(transaction, experimentId, key));

    /// <inheritdoc/>
    public TrackedRun CreateRun(NewRun run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return _database.Write(transaction => _runs.Create(transaction, run));
    }

    /// <inheritdoc/>
    public TrackedRun? FindRun(string runId) => _database.Read(connection =>
        RunRows.FindNumber(connection, runId) is { } number ? _reader.Find(connection, number) : null);

    /// <inheritdoc/>
    public TrackedRun UpdateRun(string runId, RunStatus? status, long? endMs, string? name) => _database.Write(transaction =>
    {
        long number = _runs.Update(transaction, runId, status, endMs, name);
        return _reader.ReadBare(transaction, number)!;
    });

    /// <inheritdoc/>
    public void MoveRun(string runId, LifecycleStage to) => Write(transaction => _runs.Move(transaction, runId, to));

    /// <inheritdoc/>
    public void Log(string runId, RunBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        _log.Log(runId, batch);
    }

    /// <inheritdoc/>
    public void DeleteTag(string runId, string key) =>
        Write(transaction => RunTags.Delete(transaction, _runs.RequireActive(transaction, runId), key));

    /// <inheritdoc/>
    public void LogInputs(string runId, IReadOnlyList<DatasetInput> datasets, IReadOnlyList<ModelLink> models) => Write(transaction =>
    {
        RunKey run = _runs.RequireActive(transaction, runId);
        RunInputs.AddDatasets(_database, transaction, run, datasets);
        RunInputs.AddModels(transaction, run, RunInputs.Read, models);
    });

    /// <inheritdoc/>
    public void LogOutputs(string runId, IReadOnlyList<ModelLink> models) =>
        Write(transaction => RunInputs.AddModels(transaction, _runs.RequireActive(transaction, runId), RunInputs.Made, models));

    /// <inheritdoc/>
    public Page<MetricPoint> MetricHistory(string runId, string key, int? max, long offset) =>
        _database.Read(connection => _history.Read(connection, runId, key, max, offset));

    /// <inheritdoc/>
    public PurgeOutcome Purge(DateTimeOffset before) => new RunPurge(_database).Purge(before);

    private void Write(Action<DbTransaction> work) => _database.Write(transaction =>
    {
        work(transaction);
        return 0;
    });
}
