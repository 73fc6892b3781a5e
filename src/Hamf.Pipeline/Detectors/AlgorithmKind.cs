namespace Hamf.Pipeline.Detectors;

/// <summary>The algorithm to train.</summary>
public enum AlgorithmKind
{
    /// <summary>Trains gradient boosting and logistic regression and keeps the better by average precision on validation.</summary>
    Auto,

    /// <summary>Histogram gradient boosting.</summary>
    Gbdt,

    /// <summary>Trees on rows drawn with replacement, cut where the sides become purest; the mean of all.</summary>
    RandomForest,

    /// <summary>Trees on all rows, cut at random places; the mean of all.</summary>
    ExtraTrees,

    /// <summary>One tree.</summary>
    DecisionTree,

    /// <summary>Shallow trees that vote, each on what the earlier ones got wrong (SAMME).</summary>
    Adaboost,

    /// <summary>Logistic regression, standardised, L1 and L2.</summary>
    Logistic,

    /// <summary>Naive Bayes: a normal distribution of each number, shares of each category, per class.</summary>
    NaiveBayes,
}
