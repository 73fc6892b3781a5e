using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>The detectors that are served: every registered model with a champion. Thread-safe.</summary>
public sealed class LiveDetectors(LiveParts parts)
{
    private readonly LiveParts _parts = parts;

    /// <summary>The detectors now, by name. Empty when no model has been trained yet: live but not ready.</summary>
    public IReadOnlyDictionary<string, LiveDetector> All => throw new NotImplementedException();

    /// <summary>
    /// Looks at the registry and loads what has changed. A champion without window state serves when this returns; one with windows
    /// follows when <see cref="RefreshAsync"/> has brought its state up. A version that cannot be loaded leaves the present one serving.
    /// </summary>
    /// <returns>What could not be loaded, with the reason.</returns>
    public IReadOnlyList<string> Refresh() => throw new NotImplementedException(_parts.ToString());

    /// <summary>As <see cref="Refresh"/>, and brings the window state of new champions up to the stream's position before they serve.</summary>
    /// <returns>What could not be loaded, with the reason.</returns>
    public Task<IReadOnlyList<string>> RefreshAsync(CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>What live detectors are made from.</summary>
/// <param name="Models">The registry.</param>
/// <param name="Artifacts">Where bundles and training states are.</param>
/// <param name="Log">The event log that states are replayed from.</param>
/// <param name="States">Where snapshots are.</param>
public sealed record LiveParts(IModelStore Models, IArtifactStore Artifacts, IEventLog Log, IStateStore States)
{
    /// <summary>Labels that count in window features; null where there are none.</summary>
    public ILabelStore? Labels { get; init; }

    /// <summary>Where the events of labels are looked up; null where there are none.</summary>
    public IScoreStore? Scores { get; init; }
}
