using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server;

/// <summary>What the MLflow surface works with.</summary>
public sealed record TrackingServices
{
    /// <summary>Experiments and runs.</summary>
    public required ITrackingStore Tracking { get; init; }

    /// <summary>Logged models.</summary>
    public required ILoggedModelStore LoggedModels { get; init; }

    /// <summary>Registered models and versions.</summary>
    public required IRegistryStore Registry { get; init; }

    /// <summary>Artifact files, the server's own and others that it may read.</summary>
    public required ArtifactSpaces Artifacts { get; init; }

    /// <summary>Artifacts that arrive in parts.</summary>
    public required IArtifactParts ArtifactParts { get; init; }

    /// <summary>Reads the files of versions that clients have registered.</summary>
    public required AdoptFlow Adopt { get; init; }
}
