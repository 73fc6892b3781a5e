namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A run to create.</summary>
public sealed record NewRun
{
    /// <summary>Its experiment.</summary>
    public required long ExperimentId { get; init; }

    /// <summary>Its id, 32 lower-case hex digits, for the copy of a run of another server; null for a new one.</summary>
    public string? RunId { get; init; }

    /// <summary>Its name, or null for one that the store makes up.</summary>
    public string? Name { get; init; }

    /// <summary>Who makes it.</summary>
    public string UserId { get; init; } = string.Empty;

    /// <summary>When it started, Unix milliseconds; null for now.</summary>
    public long? StartMs { get; init; }

    /// <summary>Whether its artifacts are in the server's own space also where its experiment has a place of its own: they are written here.</summary>
    public bool KeepsArtifactsHere { get; init; }

    /// <summary>Its first tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
