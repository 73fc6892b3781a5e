namespace Hamf.Pipeline.Registry;

/// <summary>A name under which versions are registered.</summary>
public sealed record RegisteredModel
{
    /// <summary>Its name: no / and no :.</summary>
    public required string Name { get; init; }

    /// <summary>A description, or null.</summary>
    public string? Description { get; init; }

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>When it or a version of it was last changed, Unix milliseconds.</summary>
    public required long UpdatedMs { get; init; }

    /// <summary>Tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Aliases with the version each points at.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Aliases { get; init; } = [];

    /// <summary>The newest version of each stage that has one.</summary>
    public IReadOnlyList<RegisteredVersion> LatestVersions { get; init; } = [];
}
