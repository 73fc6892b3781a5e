namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A run with everything that clients of the tracking API see of it.</summary>
public sealed record TrackedRun
{
    /// <summary>32 lower-case hex digits.</summary>
    public required string RunId { get; init; }

    /// <summary>Its experiment.</summary>
    public required long ExperimentId { get; init; }

    /// <summary>A name for people; also the tag <c>mlflow.runName</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Who made it; may be empty.</summary>
    public required string UserId { get; init; }

    /// <summary>How it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>There or deleted.</summary>
    public required LifecycleStage Stage { get; init; }

    /// <summary>When it started, Unix milliseconds.</summary>
    public required long StartMs { get; init; }

    /// <summary>When it ended, Unix milliseconds, or null.</summary>
    public long? EndMs { get; init; }

    /// <summary>The URI of its artifacts: <c>mlflow-artifacts:/7/RUN/artifacts</c>.</summary>
    public required string ArtifactUri { get; init; }

    /// <summary>The latest point of each metric: highest step, then time, then value.</summary>
    public IReadOnlyList<MetricPoint> Metrics { get; init; } = [];

    /// <summary>Parameters.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Params { get; init; } = [];

    /// <summary>Tags.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Tags { get; init; } = [];

    /// <summary>Datasets read.</summary>
    public IReadOnlyList<DatasetInput> DatasetInputs { get; init; } = [];

    /// <summary>Logged models read.</summary>
    public IReadOnlyList<ModelLink> ModelInputs { get; init; } = [];

    /// <summary>Logged models made.</summary>
    public IReadOnlyList<ModelLink> ModelOutputs { get; init; } = [];
}
