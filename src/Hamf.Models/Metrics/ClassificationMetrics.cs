namespace Hamf.Models.Metrics;

/// <summary>How well scores separate two classes, and how well a threshold decides. Undefined values are NaN, never 0.</summary>
public sealed record ClassificationMetrics
{
    /// <summary>Number of labelled rows.</summary>
    public required long Rows { get; init; }

    /// <summary>Number of positive rows.</summary>
    public required long Positives { get; init; }

    /// <summary>The threshold of the decisions: positive at or above it.</summary>
    public required double Threshold { get; init; }

    /// <summary>Positive rows decided positive.</summary>
    public required long TruePositives { get; init; }

    /// <summary>Negative rows decided positive.</summary>
    public required long FalsePositives { get; init; }

    /// <summary>Negative rows decided negative.</summary>
    public required long TrueNegatives { get; init; }

    /// <summary>Positive rows decided negative.</summary>
    public required long FalseNegatives { get; init; }

    /// <summary>Share of right decisions.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Share of positive decisions that are right; NaN without positive decisions.</summary>
    public required double Precision { get; init; }

    /// <summary>Share of positive rows decided positive; NaN without positive rows.</summary>
    public required double Recall { get; init; }

    /// <summary>Harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).</summary>
    public required double F1 { get; init; }

    /// <summary>Area under the ROC curve, ties counted half; NaN with one class.</summary>
    public required double RocAuc { get; init; }

    /// <summary>Average precision: sum of (R_n - R_n-1) P_n over distinct scores, as scikit-learn defines it; NaN without positives.</summary>
    public required double AveragePrecision { get; init; }

    /// <summary>Mean negative log-likelihood, natural log, probabilities clipped to [1e-15, 1 - 1e-15].</summary>
    public required double LogLoss { get; init; }

    /// <summary>Mean squared difference of score and label.</summary>
    public required double Brier { get; init; }

    /// <summary>Computes everything from scores and labels in one sort.</summary>
    /// <param name="scores">Probabilities of the positive class, [rows], in [0, 1].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="threshold">Positive at or above.</param>
    public static ClassificationMetrics Compute(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double threshold) =>
        throw new NotImplementedException();
}
