namespace Hamf.Pipeline.Registry;

/// <summary>A version that a client registers.</summary>
public sealed record NewVersion
{
    /// <summary>The registered model, which must exist.</summary>
    public required string Name { get; init; }

    /// <summary>Its number, for the copy of a version of another server; null for the next one.</summary>
    public int? Version { get; init; }

    /// <summary>Where its files are, as the client says.</summary>
    public required string Source { get; init; }

    /// <summary>The source, resolved to a storage location by the caller.</summary>
    public required string StorageLocation { get; init; }

    /// <summary>The run that made it; may be empty.</summary>
    public string RunId { get; init; } = string.Empty;

    /// <summary>A link to the run; may be empty.</summary>
    public string RunLink { get; init; } = string.Empty;

    /// <summary>The logged model it is, or null.</summary>
    public string? ModelId { get; init; }

    /// <summary>A description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>Who registers it.</summary>
    public string UserId { get; init; } = string.Empty;

    /// <summary>Its tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
