namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A logged model to create.</summary>
public sealed record NewLoggedModel
{
    /// <summary>Its experiment.</summary>
    public required long ExperimentId { get; init; }

    /// <summary>Its id, for the copy of a model of another server; null for a new one.</summary>
    public string? ModelId { get; init; }

    /// <summary>Its name, or null for one that the store makes up.</summary>
    public string? Name { get; init; }

    /// <summary>What kind of model, in the client's words, or null.</summary>
    public string? ModelType { get; init; }

    /// <summary>The run that makes it, or null.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>When it was made, Unix milliseconds; null for now.</summary>
    public long? CreatedMs { get; init; }

    /// <summary>Its first parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Params { get; init; } = [];

    /// <summary>Its first tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];
}
