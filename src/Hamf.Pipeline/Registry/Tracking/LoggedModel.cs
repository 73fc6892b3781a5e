namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A model that a run has logged, before and apart from its registration (MLflow 3).</summary>
public sealed record LoggedModel
{
    /// <summary><c>m-</c> and 32 lower-case hex digits.</summary>
    public required string ModelId { get; init; }

    /// <summary>Its experiment.</summary>
    public required long ExperimentId { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The URI of its files: <c>mlflow-artifacts:/7/models/m-.../artifacts</c>.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>How it stands.</summary>
    public required LoggedModelStatus Status { get; init; }

    /// <summary>Why, where the client has said so.</summary>
    public string? StatusMessage { get; init; }

    /// <summary>What kind of model, in the client's words, or null.</summary>
    public string? ModelType { get; init; }

    /// <summary>The run that made it, or null.</summary>
    public string? SourceRunId { get; init; }

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>When it was last changed, Unix milliseconds.</summary>
    public required long UpdatedMs { get; init; }

    /// <summary>Parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Params { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Metrics that were logged with its id, with the run that logged each.</summary>
    public IReadOnlyList<(string RunId, MetricPoint Point)> Metrics { get; init; } = [];
}
