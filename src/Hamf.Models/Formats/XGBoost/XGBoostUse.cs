namespace Hamf.Models.Formats.XGBoost;

/// <summary>How a model of XGBoost is used, which the wrapper around it says.</summary>
internal sealed record XGBoostUse
{
    /// <summary>Labels of the classes, or null for <c>0</c>, <c>1</c>, ...</summary>
    public string[]? Classes { get; init; }

    /// <summary>Whether classes must come out. <value>false</value></summary>
    public bool IsClassifier { get; init; }

    /// <summary>The number that stands for a missing value beside NaN. <value>NaN</value></summary>
    public double Missing { get; init; } = double.NaN;

    /// <summary>Whether the rounds after the best are left out, as scikit-learn's wrappers do and the bare library does not. <value>false</value></summary>
    public bool StopsAtBest { get; init; }

    /// <summary>The best round, 0-based, where the wrapper itself tells; a model's own attribute goes before it.</summary>
    public int? BestRound { get; init; }

    /// <summary>Trees that one round adds to each output, which models before 1.6 do not tell themselves. <value>1</value></summary>
    public int ParallelTrees { get; init; } = 1;
}
