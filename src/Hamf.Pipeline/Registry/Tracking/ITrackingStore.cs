using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>
/// Experiments and runs with everything that MLflow's tracking API knows of them; the same rows as <see cref="IRunStore"/>. Thread-safe; every
/// writing call is durable when it returns, and whole or not at all. Refusals are <see cref="RegistryException"/>.
/// </summary>
public interface ITrackingStore
{
    /// <summary>Creates an experiment. A name that is taken, also by a deleted one, is refused.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="artifactLocation">Where its artifacts are kept, or null for a folder called by its id below <paramref name="artifactRoot"/>.</param>
    /// <param name="tags">Its first tags.</param>
    /// <param name="artifactRoot">Where such folders are, or null for the server's own space: <c>mlflow-artifacts:/ID</c>.</param>
    /// <returns>Its id.</returns>
    long CreateExperiment(string name, string? artifactLocation, IReadOnlyList<KeyValuePair<string, string>> tags, string? artifactRoot = null);

    /// <summary>The experiment, deleted or not, or null.</summary>
    Experiment? FindExperiment(long experimentId);

    /// <summary>The experiment of that name, deleted or not, or null.</summary>
    Experiment? FindExperiment(string name);

    /// <summary>Renames an active experiment.</summary>
    void RenameExperiment(long experimentId, string name);

    /// <summary>Deletes or restores an experiment, and all its runs with it: restoring also brings back those that had been deleted one by one, as MLflow does.</summary>
    void MoveExperiment(long experimentId, LifecycleStage to);

    /// <summary>Sets a tag of an active experiment.</summary>
    void SetExperimentTag(long experimentId, string key, string value);

    /// <summary>Deletes a tag of an active experiment; one that is missing is refused.</summary>
    void DeleteExperimentTag(long experimentId, string key);

    /// <summary>Searches experiments; ties by creation, newest first, then id, highest first.</summary>
    Page<Experiment> SearchExperiments(SearchQuery query);

    /// <summary>Creates a running run in an active experiment.</summary>
    TrackedRun CreateRun(NewRun run);

    /// <summary>The run, deleted or not, or null.</summary>
    TrackedRun? FindRun(string runId);

    /// <summary>Changes what is given of an active run, and returns it without metrics, parameters, tags and inputs.</summary>
    TrackedRun UpdateRun(string runId, RunStatus? status, long? endMs, string? name);

    /// <summary>Deletes or restores a run; a run that is there already stays as it is.</summary>
    void MoveRun(string runId, LifecycleStage to);

    /// <summary>Logs to an active run.</summary>
    void Log(string runId, RunBatch batch);

    /// <summary>Deletes a tag of an active run; one that is missing is refused.</summary>
    void DeleteTag(string runId, string key);

    /// <summary>Adds datasets and logged models that an active run has read. A dataset that is known is not overwritten.</summary>
    void LogInputs(string runId, IReadOnlyList<DatasetInput> datasets, IReadOnlyList<ModelLink> models);

    /// <summary>Datasets that active runs of some experiments have read, by experiment, name, digest and context; each once.</summary>
    /// <param name="experimentIds">The experiments.</param>
    /// <param name="max">Most datasets.</param>
    IReadOnlyList<DatasetSummary> Datasets(IReadOnlyList<long> experimentIds, int max);

    /// <summary>Adds logged models that an active run has made.</summary>
    void LogOutputs(string runId, IReadOnlyList<ModelLink> models);

    /// <summary>Points of a metric by time, step, value; a metric that was never logged has none.</summary>
    /// <param name="runId">The run; an unknown one is refused.</param>
    /// <param name="key">The metric.</param>
    /// <param name="max">Most points, or null for all.</param>
    /// <param name="offset">How many points come before.</param>
    Page<MetricPoint> MetricHistory(string runId, string key, int? max, long offset);

    /// <summary>Searches runs. Ties by start, newest first, then run id. A number that is NaN comes after numbers, a missing field last, whatever the direction.</summary>
    Page<TrackedRun> SearchRuns(RunSearch search);

    /// <summary>Deletes deleted runs and experiments for good that were deleted before a time.</summary>
    /// <param name="before">Only what was deleted earlier.</param>
    /// <returns>What was deleted.</returns>
    PurgeOutcome Purge(DateTimeOffset before);
}

/// <summary>What was deleted for good.</summary>
/// <param name="Experiments">Experiments.</param>
/// <param name="Runs">The ids of runs.</param>
public sealed record PurgeOutcome(int Experiments, IReadOnlyList<string> Runs);
