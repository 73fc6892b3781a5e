using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Registry.External;

/// <summary>
/// The narrow door to a tracking server and registry outside: what Hamf needs in order to be found there, and to fetch models from there. Every
/// call may be repeated after any failure, also one whose answer was lost: nothing is made twice. Failures are <see cref="TrackingException"/>;
/// short ones have been tried again before they are told. Thread-safe.
/// </summary>
public interface ITracking
{
    /// <summary>The server's address, without credentials: what deliveries and messages name it by.</summary>
    string Server { get; }

    /// <summary>The active experiment of that name, made where it is missing.</summary>
    Task<Experiment> OpenExperimentAsync(string name, CancellationToken cancellation);

    /// <summary>The run, or null.</summary>
    Task<TrackedRun?> FindRunAsync(string runId, CancellationToken cancellation);

    /// <summary>The run of the experiment that has a tag with that value, made where there is none.</summary>
    /// <param name="run">The run to make; the tag is added to its tags. <see cref="NewRun.ExperimentId"/> is the server's.</param>
    /// <param name="tag">The tag that makes it one of a kind.</param>
    /// <param name="value">The tag's value.</param>
    /// <param name="cancellation">Stops.</param>
    Task<TrackedRun> OpenRunAsync(NewRun run, string tag, string value, CancellationToken cancellation);

    /// <summary>
    /// Leaves one of the runs of the experiment that have a tag with that value, always the same whoever asks, and deletes the others: an answer that
    /// was lost may have left two.
    /// </summary>
    /// <returns>The id of the run that stays, or null when there is none.</returns>
    Task<string?> KeepOneAsync(long experimentId, string tag, string value, CancellationToken cancellation);

    /// <summary>Logs to a run in as many calls as the server needs. Values that are too long for it are cut.</summary>
    Task LogAsync(string runId, RunBatch batch, CancellationToken cancellation);

    /// <summary>Ends a run.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="endMs">When, Unix milliseconds.</param>
    /// <param name="cancellation">Stops.</param>
    Task EndRunAsync(string runId, RunStatus status, long endMs, CancellationToken cancellation);

    /// <summary>Uploads a file into a folder; one that is there is replaced.</summary>
    Task UploadAsync(RemoteFolder folder, string path, ArtifactContent content, CancellationToken cancellation);

    /// <summary>Every file in and below a folder; paths are relative to it.</summary>
    Task<IReadOnlyList<ArtifactFile>> ListAsync(RemoteFolder folder, CancellationToken cancellation);

    /// <summary>Opens a file of a folder for reading once, from its beginning; a connection that breaks is taken up again where it broke.</summary>
    Task<Stream> OpenAsync(RemoteFolder folder, string path, CancellationToken cancellation);

    /// <summary>The version of that name, run and source that has a tag with that value, registered where there is none; the name is made where it is missing.</summary>
    Task<RegisteredVersion> OpenVersionAsync(NewVersion version, string tag, string value, CancellationToken cancellation);

    /// <summary>Points an alias at a version.</summary>
    /// <exception cref="TrackingException"><see cref="TrackingError.Unsupported"/>: the server is too old for aliases.</exception>
    Task SetAliasAsync(string name, string alias, int version, CancellationToken cancellation);

    /// <summary>Moves a version to a stage; those that are in it are archived.</summary>
    Task MoveAsync(string name, int version, VersionStage stage, CancellationToken cancellation);

    /// <summary>Finds what a URI names.</summary>
    Task<RemoteModel> ResolveAsync(ModelUri uri, CancellationToken cancellation);
}
