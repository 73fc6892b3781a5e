namespace Hamf.Pipeline.Detectors;

/// <summary>Which rows are trained on, chosen on and judged on.</summary>
public enum SplitKind
{
    /// <summary>By time where the schema has a time column, stratified otherwise.</summary>
    Auto,

    /// <summary>Oldest rows train, newest test.</summary>
    Time,

    /// <summary>All rows of an entity on one side.</summary>
    Group,

    /// <summary>Each class spread in the same proportion.</summary>
    Stratified,
}

/// <summary>How to train (<c>training:</c>).</summary>
public sealed record TrainingSpec
{
    /// <summary>The algorithm. <value>Auto</value></summary>
    public AlgorithmKind Algorithm { get; init; } = AlgorithmKind.Auto;

    /// <summary>How rows are divided. <value>Auto</value></summary>
    public SplitKind Split { get; init; } = SplitKind.Auto;

    /// <summary>Share of rows for validation, in (0, 1). <value>0.15</value></summary>
    public double ValidationShare { get; init; } = 0.15;

    /// <summary>Share of rows for the test, in [0, 1); unused when a test file is given. <value>0.15</value></summary>
    public double TestShare { get; init; } = 0.15;

    /// <summary>Seed of everything random. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>Trees; of gradient boosting the most, as early stopping may keep fewer. <value>null: the algorithm's own, as the next ones</value></summary>
    public int? Trees { get; init; }

    /// <summary>Most leaves of a tree of gradient boosting. <value>null</value></summary>
    public int? Leaves { get; init; }

    /// <summary>Most splits between the root and a leaf, for forests, decision trees and AdaBoost. <value>null</value></summary>
    public int? MaxDepth { get; init; }

    /// <summary>Learning rate of gradient boosting and AdaBoost, in (0, 1]. <value>null</value></summary>
    public double? LearningRate { get; init; }

    /// <summary>Fewest rows in a leaf; not for AdaBoost. <value>null</value></summary>
    public int? MinLeafRows { get; init; }

    /// <summary>Share of features drawn anew for each tree of gradient boosting or each split of a forest, in (0, 1]. <value>null</value></summary>
    public double? FeatureShare { get; init; }

    /// <summary>L1 penalty on leaf values of gradient boosting and on logistic coefficients. <value>null</value></summary>
    public double? L1 { get; init; }

    /// <summary>L2 penalty on leaf values of gradient boosting and on logistic coefficients. <value>null</value></summary>
    public double? L2 { get; init; }

    /// <summary>Columns or features that the leakage guard must let pass, with the reason on record. <value>none</value></summary>
    public IReadOnlyList<string> AllowLeakage { get; init; } = [];
}
