namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A dataset that a run has read. Its identity is experiment, name and digest.</summary>
public sealed record DatasetInput
{
    /// <summary>Its name, up to 500 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Its digest, up to 36 characters.</summary>
    public required string Digest { get; init; }

    /// <summary>The kind of its source: <c>local</c>, <c>http</c>, <c>code</c>.</summary>
    public required string SourceType { get; init; }

    /// <summary>Where it came from, as JSON of that kind.</summary>
    public required string Source { get; init; }

    /// <summary>Its schema as JSON, or null.</summary>
    public string? Schema { get; init; }

    /// <summary>Its profile as JSON, or null.</summary>
    public string? Profile { get; init; }

    /// <summary>Tags of this input, such as <c>mlflow.data.context</c>.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
