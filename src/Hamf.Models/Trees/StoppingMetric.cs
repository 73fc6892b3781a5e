namespace Hamf.Models.Trees;

/// <summary>
/// What tells on validation rows when boosting should stop; each as <see cref="Metrics"/> defines it, decisions at a threshold of 0.5 or for the
/// most probable class, every row counted once.
/// </summary>
public enum StoppingMetric
{
    /// <summary>Average precision for two classes, log loss for several, root mean squared error for numbers.</summary>
    Usual,

    /// <summary>Average precision; two classes.</summary>
    AveragePrecision,

    /// <summary>Area under the ROC curve; two classes.</summary>
    RocAuc,

    /// <summary>Log loss; two classes or several.</summary>
    LogLoss,

    /// <summary>Brier score; two classes.</summary>
    Brier,

    /// <summary>Share of right decisions; two classes or several.</summary>
    Accuracy,

    /// <summary>Precision; two classes.</summary>
    Precision,

    /// <summary>Recall; two classes.</summary>
    Recall,

    /// <summary>Harmonic mean of precision and recall; two classes.</summary>
    F1,

    /// <summary>Root mean squared error; numbers.</summary>
    RootMeanSquaredError,
}
