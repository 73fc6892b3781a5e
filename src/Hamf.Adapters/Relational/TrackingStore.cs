using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational;

/// <summary>Experiments and runs, as the tracking API sees them. Thread-safe.</summary>
public sealed class TrackingStore(Database database) : ITrackingStore
{
    /// <inheritdoc/>
    public long CreateExperiment(string name, string? artifactLocation, IReadOnlyList<KeyValuePair<string, string>> tags) => throw new NotImplementedException($"{database}");

    /// <inheritdoc/>
    public Experiment? FindExperiment(long experimentId) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Experiment? FindExperiment(string name) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void RenameExperiment(long experimentId, string name) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void MoveExperiment(long experimentId, LifecycleStage to) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void SetExperimentTag(long experimentId, string key, string value) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteExperimentTag(long experimentId, string key) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Page<Experiment> SearchExperiments(SearchQuery query) => throw new NotImplementedException();

    /// <inheritdoc/>
    public TrackedRun CreateRun(NewRun run) => throw new NotImplementedException();

    /// <inheritdoc/>
    public TrackedRun? FindRun(string runId) => throw new NotImplementedException();

    /// <inheritdoc/>
    public TrackedRun UpdateRun(string runId, RunStatus? status, long? endMs, string? name) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void MoveRun(string runId, LifecycleStage to) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Log(string runId, RunBatch batch) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void DeleteTag(string runId, string key) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void LogInputs(string runId, IReadOnlyList<DatasetInput> datasets, IReadOnlyList<ModelLink> models) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void LogOutputs(string runId, IReadOnlyList<ModelLink> models) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Page<MetricPoint> MetricHistory(string runId, string key, int? max, long offset) => throw new NotImplementedException();

    /// <inheritdoc/>
    public Page<TrackedRun> SearchRuns(RunSearch search) => throw new NotImplementedException();

    /// <inheritdoc/>
    public PurgeOutcome Purge(DateTimeOffset before) => throw new NotImplementedException();
}
