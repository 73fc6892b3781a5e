using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>What a mirror works with.</summary>
public sealed record MirrorParts
{
    /// <summary>The server.</summary>
    public required ITracking Server { get; init; }

    /// <summary>What is to be delivered.</summary>
    public required IDeliveryStore Deliveries { get; init; }

    /// <summary>Runs here.</summary>
    public required ITrackingStore Tracking { get; init; }

    /// <summary>Versions here.</summary>
    public required IModelStore Models { get; init; }

    /// <summary>Files here.</summary>
    public required ArtifactSpaces Spaces { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>The experiment there of all runs, or null for the one of the same name. <value>null</value></summary>
    public string? Experiment { get; init; }
}
