namespace Hamf.Pipeline.Registry;

/// <summary>
/// A version as every registered model has it, whoever made it. One that Hamf can score with is also a <see cref="ModelVersion"/>.
/// </summary>
public sealed record RegisteredVersion
{
    /// <summary>The registered model.</summary>
    public required string Name { get; init; }

    /// <summary>1-based number, counted per name, never given twice while the name lives.</summary>
    public required int Version { get; init; }

    /// <summary>When it was registered, Unix milliseconds.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>When it was last changed, Unix milliseconds.</summary>
    public required long UpdatedMs { get; init; }

    /// <summary>Who registered it; may be empty.</summary>
    public string UserId { get; init; } = string.Empty;

    /// <summary>A description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>The legacy stage.</summary>
    public VersionStage Stage { get; init; }

    /// <summary>Where its files were when it was registered, as the client said: <c>runs:/ID/model</c>, <c>mlflow-artifacts:/...</c>, <c>models:/m-...</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Where its files are: the source, resolved to a storage location.</summary>
    public required string StorageLocation { get; init; }

    /// <summary>The run that made it; empty when unknown.</summary>
    public string RunId { get; init; } = string.Empty;

    /// <summary>A link to the run; may be empty.</summary>
    public string RunLink { get; init; } = string.Empty;

    /// <summary>The logged model it is, or null.</summary>
    public string? ModelId { get; init; }

    /// <summary>Aliases that point at it.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Digest of the bundle that Hamf scores with, or null: not (yet) readable.</summary>
    public string? BundleDigest { get; init; }

    /// <summary>Why Hamf cannot score with it, for people, or null when it can or nobody has tried.</summary>
    public string? Unreadable { get; init; }
}
