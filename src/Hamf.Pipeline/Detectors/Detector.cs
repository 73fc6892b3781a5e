using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors;

/// <summary>
/// One detection use case as declared in <c>detector.yaml</c>, complete and checked. Immutable.
/// It is stored with every model version, so editing the file changes nothing until the next training.
/// </summary>
public sealed record Detector
{
    /// <summary>The detector's name, which is also its model's name: letters, digits, <c>-</c> and <c>_</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The event's columns.</summary>
    public required EventSchema Events { get; init; }

    /// <summary>The features in model order, as written.</summary>
    public required IReadOnlyList<FeatureSpec> Features { get; init; }

    /// <summary>How to train.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary>How a score becomes a decision.</summary>
    public DecisionSpec Decision { get; init; } = new();

    /// <summary>Topics and ingestion.</summary>
    public StreamSpec Stream { get; init; } = new();

    /// <summary>Who is told about a positive decision.</summary>
    public AlertSpec Alerts { get; init; } = new();

    /// <summary>Share of rejected rows above which a command ends with exit code 3, in [0, 1]. <value>0.05</value></summary>
    public double MaxRejectShare { get; init; } = 0.05;

    /// <summary>The <c>detector.yaml</c> this was read from, byte for byte.</summary>
    public required string Yaml { get; init; }
}

/// <summary>One feature as written: <c>name: expression</c>.</summary>
/// <param name="Name">Unique among the features.</param>
/// <param name="Expression">The expression, in the language of docs/guides/features.md.</param>
/// <param name="Group">Group for reasons shown to people; the name itself unless declared.</param>
/// <param name="Line">1-based line in the file.</param>
public sealed record FeatureSpec(string Name, string Expression, string Group, int Line)
{
    /// <summary>What stands for the value in its text.</summary>
    public const string ValueMark = "{value}";

    /// <summary>What a reason says of the feature, with <see cref="ValueMark"/> for its value; null for the words its expression gives.</summary>
    public string? Reason { get; init; }
}
