using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Pipeline.Flows.External;

/// <summary>What an import from a server works with.</summary>
public sealed record ServerImportParts
{
    /// <summary>The server.</summary>
    public required ITrackingSource Source { get; init; }

    /// <summary>Runs here.</summary>
    public required ITrackingStore Tracking { get; init; }

    /// <summary>Logged models here.</summary>
    public required ILoggedModelStore LoggedModels { get; init; }

    /// <summary>Models here.</summary>
    public required IRegistryStore Registry { get; init; }

    /// <summary>Files here.</summary>
    public required ArtifactSpaces Spaces { get; init; }
}
