using System.Globalization;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Detectors.Reading;

namespace Hamf.Pipeline.Training;

/// <summary>An algorithm with all its settings. Those that the algorithm does not know stand at their defaults and mean nothing.</summary>
internal sealed record LearnerSettings
{
    /// <summary>The algorithm; never auto.</summary>
    public required AlgorithmKind Algorithm { get; init; }

    /// <summary>Trees; of gradient boosting the most.</summary>
    public int Trees { get; init; } = 1;

    /// <summary>Most leaves of a tree.</summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Most splits between the root and a leaf; 0 is no limit.</summary>
    public int MaxDepth { get; init; }

    /// <summary>Learning rate, in (0, 1].</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Fewest rows in a leaf.</summary>
    public int MinLeafRows { get; init; } = 1;

    /// <summary>Share of features drawn, in (0, 1]; null draws the square root of their number.</summary>
    public double? FeatureShare { get; init; }

    /// <summary>L1 penalty.</summary>
    public double L1 { get; init; }

    /// <summary>L2 penalty.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The word of detector.yaml for the algorithm.</summary>
    public string Word => ChoiceNames<AlgorithmKind>.Of(Algorithm);

    /// <summary>The algorithm's own settings where the detector says nothing.</summary>
    public static LearnerSettings Of(TrainingSpec spec, AlgorithmKind algorithm) => UsualOf(algorithm).Obey(spec);

    /// <summary>These, except where the detector says how they are to be.</summary>
    public LearnerSettings Obey(TrainingSpec spec) => this with
    {
        Trees = spec.Trees ?? Trees,
        Leaves = spec.Leaves ?? Leaves,
        MaxDepth = spec.MaxDepth ?? MaxDepth,
        LearningRate = spec.LearningRate ?? LearningRate,
        MinLeafRows = spec.MinLeafRows ?? MinLeafRows,
        FeatureShare = spec.FeatureShare ?? FeatureShare,
        L1 = spec.L1 ?? L1,
        L2 = spec.L2 ?? L2,
        Seed = spec.Seed,
    };

    /// <summary>The algorithm and what it makes use of; different texts mean different models.</summary>
    public string Describe() => Algorithm switch
    {
        AlgorithmKind.Gbdt => Text($"{Word}: trees {Trees}, leaves {Leaves}, learning_rate {LearningRate}, min_leaf_rows {MinLeafRows}, feature_share {Share}{Penalty}, l2 {L2}"),
        AlgorithmKind.RandomForest or AlgorithmKind.ExtraTrees => Text($"{Word}: trees {Trees}, min_leaf_rows {MinLeafRows}, feature_share {Share}{Depth}"),
        AlgorithmKind.DecisionTree => Text($"{Word}: min_leaf_rows {MinLeafRows}, feature_share {Share}{Depth}"),
        AlgorithmKind.Adaboost => Text($"{Word}: trees {Trees}, learning_rate {LearningRate}{Depth}"),
        AlgorithmKind.Logistic => Text($"{Word}: l1 {L1}, l2 {L2}"),
        _ => Word,
    };

    private string Share => FeatureShare is { } share ? Text($"{share}") : "sqrt";

    private string Penalty => L1 == 0 ? string.Empty : Text($", l1 {L1}");

    private string Depth => MaxDepth == 0 ? string.Empty : Text($", max_depth {MaxDepth}");

    // A single tree grown to the end knows its rows by heart and ranks others by chance, so its leaves keep some rows. A forest wants such trees.
    private static LearnerSettings UsualOf(AlgorithmKind algorithm) => algorithm switch
    {
        AlgorithmKind.Gbdt => new() { Algorithm = algorithm, Trees = 400, LearningRate = 0.05, MinLeafRows = 20, FeatureShare = 0.5 },
        AlgorithmKind.RandomForest or AlgorithmKind.ExtraTrees => new() { Algorithm = algorithm, Trees = 200 },
        AlgorithmKind.DecisionTree => new() { Algorithm = algorithm, MinLeafRows = 20, FeatureShare = 1 },
        AlgorithmKind.Adaboost => new() { Algorithm = algorithm, Trees = 100, MaxDepth = 1 },
        AlgorithmKind.Logistic or AlgorithmKind.NaiveBayes => new() { Algorithm = algorithm },
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "An algorithm that is trained is expected."),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
