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

/// <summary>The algorithm to train.</summary>
public enum AlgorithmKind
{
    /// <summary>Trains all and keeps the better by average precision on validation.</summary>
    Auto,

    /// <summary>Histogram gradient boosting.</summary>
    Gbdt,

    /// <summary>Logistic regression, standardised, L2.</summary>
    Logistic,
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

    /// <summary>Most trees of gradient boosting; early stopping may keep fewer. <value>400</value></summary>
    public int Trees { get; init; } = 400;

    /// <summary>Most leaves of a tree. <value>31</value></summary>
    public int Leaves { get; init; } = 31;

    /// <summary>Learning rate, in (0, 1]. <value>0.05</value></summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>Fewest rows in a leaf. <value>20</value></summary>
    public int MinLeafRows { get; init; } = 20;

    /// <summary>Share of features that each tree may ask about, drawn anew for each, in (0, 1]. <value>0.5</value></summary>
    public double FeatureShare { get; init; } = 0.5;

    /// <summary>L2 penalty on leaf values and, scaled, on logistic coefficients. <value>1</value></summary>
    public double L2 { get; init; } = 1;

    /// <summary>Columns or features that the leakage guard must let pass, with the reason on record. <value>none</value></summary>
    public IReadOnlyList<string> AllowLeakage { get; init; } = [];
}
