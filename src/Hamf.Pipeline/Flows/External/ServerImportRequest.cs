namespace Hamf.Pipeline.Flows.External;

/// <summary>What to copy from a server.</summary>
public sealed record ServerImportRequest
{
    /// <summary>Only these experiments; all where none is named, or none where only models are named.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>Only these models, with the runs that made them; all where none is named, or none where only experiments are named.</summary>
    public IReadOnlyList<string> Models { get; init; } = [];

    /// <summary>Only runs that started then or later. <value>null</value></summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether to count only. <value>false</value></summary>
    public bool IsDryRun { get; init; }

    /// <summary>Whether the runs of an experiment are asked for.</summary>
    internal bool Wants(Registry.Tracking.Experiment experiment) =>
        Experiments.Count > 0 ? Experiments.Contains(experiment.Name) : Models.Count == 0;

    /// <summary>Whether a model is asked for.</summary>
    internal bool Wants(Registry.RegisteredModel model) => Models.Count > 0 ? Models.Contains(model.Name) : Experiments.Count == 0;
}
