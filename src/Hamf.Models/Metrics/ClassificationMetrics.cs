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

    /// <summary>Computes everything from scores and labels in one sort. Without rows every rate is NaN.</summary>
    /// <param name="scores">Probabilities of the positive class, [rows], in [0, 1].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="threshold">Positive at or above.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is outside [0, 1] or NaN, or a label is neither 0 nor 1.</exception>
    public static ClassificationMetrics Compute(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double threshold)
    {
        MetricInput.Check(scores, labels);
        MetricInput.CheckProbabilities(scores);
        Ranking ranking = Ranking.Of(scores, labels);
        Confusion decided = Confusion.Count(scores, labels, threshold);
        return new ClassificationMetrics
        {
            Rows = scores.Length,
            Positives = ranking.PositiveCount,
            Threshold = threshold,
            TruePositives = decided.TruePositives,
            FalsePositives = decided.FalsePositives,
            TrueNegatives = decided.TrueNegatives,
            FalseNegatives = decided.FalseNegatives,
            Accuracy = Ratio(decided.TruePositives + decided.TrueNegatives, scores.Length),
            Precision = Ratio(decided.TruePositives, decided.TruePositives + decided.FalsePositives),
            Recall = Ratio(decided.TruePositives, decided.TruePositives + decided.FalseNegatives),
            F1 = Ratio(2 * decided.TruePositives, (2 * decided.TruePositives) + decided.FalsePositives + decided.FalseNegatives),
            RocAuc = RankingAreas.RocAuc(ranking),
            AveragePrecision = RankingAreas.AveragePrecision(ranking),
            LogLoss = MeanLogLoss(scores, labels),
            Brier = MeanSquaredError(scores, labels),
        };
    }

    private static double Ratio(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;

    private static double MeanLogLoss(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        const double Clip = 1e-15;
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double p = Math.Clamp(scores[i], Clip, 1 - Clip);
            sum -= labels[i] == 1 ? Math.Log(p) : Math.Log(1 - p);
        }

        return sum / scores.Length;
    }

    private static double MeanSquaredError(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double difference = scores[i] - labels[i];
            sum += difference * difference;
        }

        return sum / scores.Length;
    }
}
