using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Pipeline.Flows.External;

/// <summary>Runs of Hamf that an external server is to know: the store itself, and a note of each run that is started. Thread-safe.</summary>
/// <param name="runs">The store.</param>
/// <param name="deliveries">Where the notes are kept.</param>
/// <param name="server">The server's address.</param>
public sealed class MirroredRuns(IRunStore runs, IDeliveryStore deliveries, string server) : IRunStore
{
    /// <inheritdoc/>
    public string Start(string experiment, string name)
    {
        string runId = runs.Start(experiment, name);
        deliveries.Add(server, DeliveryKind.Run, runId);
        return runId;
    }

    /// <inheritdoc/>
    public void Log(
        string runId,
        IReadOnlyDictionary<string, string> parameters,
        IReadOnlyDictionary<string, double> metrics,
        IReadOnlyDictionary<string, string> tags) => runs.Log(runId, parameters, metrics, tags);

    /// <inheritdoc/>
    public void AddArtifact(string runId, string path, string digest, long size) => runs.AddArtifact(runId, path, digest, size);

    /// <inheritdoc/>
    public bool RemoveArtifact(string runId, string path) => runs.RemoveArtifact(runId, path);

    /// <inheritdoc/>
    public void End(string runId, RunStatus status) => runs.End(runId, status);

    /// <inheritdoc/>
    public Run? Find(string runId) => runs.Find(runId);

    /// <inheritdoc/>
    public IReadOnlyList<Run> List(string? experiment, int max) => runs.List(experiment, max);
}
