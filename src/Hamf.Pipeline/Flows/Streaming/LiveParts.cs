using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

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
