namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>A group of runs. A detector's runs are in the experiment of its name.</summary>
public sealed record Experiment
{
    /// <summary>The experiment that is always there: id 0.</summary>
    public const string DefaultName = "Default";

    /// <summary>Its number; on the wire it is text.</summary>
    public required long ExperimentId { get; init; }

    /// <summary>Its name, unique also among deleted ones.</summary>
    public required string Name { get; init; }

    /// <summary>The URI under which its runs' artifacts are kept: <c>mlflow-artifacts:/7</c>.</summary>
    public required string ArtifactLocation { get; init; }

    /// <summary>There or deleted.</summary>
    public required LifecycleStage Stage { get; init; }

    /// <summary>When it was made, Unix milliseconds.</summary>
    public required long CreatedMs { get; init; }

    /// <summary>When it was last changed, Unix milliseconds.</summary>
    public required long UpdatedMs { get; init; }

    /// <summary>Tags, by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
