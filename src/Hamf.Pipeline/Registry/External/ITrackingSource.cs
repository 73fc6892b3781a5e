using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Registry.External;

/// <summary>
/// Everything that an external tracking server holds, for copying: read page by page, never held as a whole. Failures are
/// <see cref="TrackingException"/>. Thread-safe.
/// </summary>
public interface ITrackingSource
{
    /// <summary>The server's address, without credentials.</summary>
    string Server { get; }

    /// <summary>All experiments, deleted ones too.</summary>
    IAsyncEnumerable<Experiment> ExperimentsAsync(CancellationToken cancellation);

    /// <summary>The runs of an experiment, deleted ones too, oldest first.</summary>
    /// <param name="experimentId">The experiment there.</param>
    /// <param name="since">Only runs that started then or later; null for all.</param>
    /// <param name="cancellation">Stops.</param>
    IAsyncEnumerable<TrackedRun> RunsAsync(long experimentId, DateTimeOffset? since, CancellationToken cancellation);

    /// <summary>The run, or null.</summary>
    Task<TrackedRun?> FindRunAsync(string runId, CancellationToken cancellation);

    /// <summary>All points of a metric, in pages.</summary>
    IAsyncEnumerable<IReadOnlyList<MetricPoint>> MetricHistoryAsync(string runId, string key, CancellationToken cancellation);

    /// <summary>The logged models of an experiment, without deleted ones, oldest first; none where the server knows no such models. Their metrics may be the latest only.</summary>
    IAsyncEnumerable<LoggedModel> LoggedModelsAsync(long experimentId, CancellationToken cancellation);

    /// <summary>The logged model with all points of its metrics; null where there is none, or the server knows no such models.</summary>
    Task<LoggedModel?> FindLoggedModelAsync(string modelId, CancellationToken cancellation);

    /// <summary>All registered models.</summary>
    IAsyncEnumerable<RegisteredModel> ModelsAsync(CancellationToken cancellation);

    /// <summary>The versions of a model, oldest first.</summary>
    IAsyncEnumerable<RegisteredVersion> VersionsAsync(string name, CancellationToken cancellation);

    /// <summary>Where the files of a version are.</summary>
    Task<RemoteFolder> FolderOfAsync(RegisteredVersion version, CancellationToken cancellation);

    /// <summary>Every file in and below a folder; paths are relative to it.</summary>
    Task<IReadOnlyList<ArtifactFile>> ListAsync(RemoteFolder folder, CancellationToken cancellation);

    /// <summary>Opens a file of a folder for reading once, from its beginning.</summary>
    Task<Stream> OpenAsync(RemoteFolder folder, string path, CancellationToken cancellation);
}
