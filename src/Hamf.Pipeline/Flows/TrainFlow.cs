using Hamf.Models.Metrics;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Registry;

namespace Hamf.Pipeline.Flows;

/// <summary>Trains a detector from a data file and registers the result. Thread-safe.</summary>
public sealed class TrainFlow(IRunStore runs, IModelStore models, IArtifactStore artifacts)
{
    /// <summary>Reads, checks, splits, trains, judges and registers.</summary>
    /// <param name="request">What to train on.</param>
    /// <param name="progress">Told what is going on, one line at a time, or null.</param>
    /// <param name="cancellation">Ends the run as killed; nothing is registered.</param>
    public TrainOutcome Train(TrainRequest request, IProgress<string>? progress, CancellationToken cancellation) =>
        throw new NotImplementedException($"{runs} {models} {artifacts}");
}

/// <summary>What to train on.</summary>
public sealed record TrainRequest
{
    /// <summary>The detector.</summary>
    public required Detector Detector { get; init; }

    /// <summary>The data file.</summary>
    public required string DataPath { get; init; }

    /// <summary>A separate test file, or null to hold out a share of the data.</summary>
    public string? TestPath { get; init; }
}

/// <summary>How a training ended.</summary>
public sealed record TrainOutcome
{
    /// <summary>The run it is recorded under.</summary>
    public required string RunId { get; init; }

    /// <summary>The registered version, or null when it was refused.</summary>
    public ModelVersion? Version { get; init; }

    /// <summary>Why nothing was registered (too many rejects, leakage, one class), or null.</summary>
    public string? Refusal { get; init; }

    /// <summary>True when the refusal is about the share of rejected rows (exit code 3).</summary>
    public bool IsDataRejected { get; init; }

    /// <summary>Rows accepted and rejected.</summary>
    public long Rows { get; init; }

    /// <summary>Rows rejected.</summary>
    public long Rejects { get; init; }

    /// <summary>The algorithm kept, with the comparison in words when several were tried.</summary>
    public string? Choice { get; init; }

    /// <summary>Metrics on validation.</summary>
    public ClassificationMetrics? Validation { get; init; }

    /// <summary>Metrics on test, or null without test rows.</summary>
    public ClassificationMetrics? Test { get; init; }

    /// <summary>Importance per feature, highest first.</summary>
    public IReadOnlyList<KeyValuePair<string, double>> Importance { get; init; } = [];

    /// <summary>Things the user should know: doubtful columns, overridden leakage, few positives.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
