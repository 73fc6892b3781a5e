using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Evaluation;

/// <summary>How a model does on one set of rows: numbers and curves.</summary>
public sealed record ReportSide
{
    private const int CurvePoints = 400;
    private const int CalibrationBins = 15;

    // Below this share, 15 equally filled bins hold most positives in one.
    private const double RareShare = 0.05;

    // Steady to about a tenth of the interval's width; the report is no place to wait for more.
    private const int Resamples = 200;

    /// <summary>Metrics by name; null where undefined.</summary>
    public required IReadOnlyDictionary<string, double?> Metrics { get; init; }

    /// <summary>Counts of right and wrong decisions.</summary>
    public required ReportConfusion Confusion { get; init; }

    /// <summary>Positive decisions per 1,000 rows at the threshold.</summary>
    public required double AlertsPer1000 { get; init; }

    /// <summary>95 % interval of average precision by stratified bootstrap, or null when it was not computed.</summary>
    public ReportInterval? AveragePrecisionInterval { get; init; }

    /// <summary>Precision among the k highest scores, for each k that the rows allow.</summary>
    public required IReadOnlyList<ReportPrecisionAtK> PrecisionAtK { get; init; }

    /// <summary>ROC curve.</summary>
    public required IReadOnlyList<ReportPoint> Roc { get; init; }

    /// <summary>Precision-recall curve.</summary>
    public required IReadOnlyList<ReportPoint> PrecisionRecall { get; init; }

    /// <summary>Mean score against share of positives, in bins of score: equally filled, or by magnitude where positives are rare.</summary>
    public required IReadOnlyList<ReportCalibrationBin> Calibration { get; init; }

    /// <summary>Whether less than one row in twenty is positive, so that calibration is looked at by magnitude.</summary>
    internal bool HasRarePositives => Metrics["positives"] < RareShare * Metrics["rows"];

    /// <summary>Computes a side.</summary>
    /// <param name="scores">Probabilities, [rows], at least one row of each class.</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="metrics">Their metrics at the threshold.</param>
    /// <param name="seed">Seed of the bootstrap.</param>
    public static ReportSide Compute(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ClassificationMetrics metrics, int seed)
    {
        List<ReportPrecisionAtK> atK = [];
        foreach (int k in (int[])[10, 50, 100, 500])
        {
            if (k <= scores.Length)
            {
                atK.Add(new ReportPrecisionAtK(k, RankingCurves.PrecisionAtK(scores, labels, k)));
            }
        }

        return new ReportSide
        {
            Metrics = MetricNames.Values(metrics).ToDictionary(m => m.Key, m => double.IsFinite(m.Value) ? m.Value : (double?)null),
            Confusion = new ReportConfusion(
                metrics.TruePositives, metrics.FalsePositives, metrics.TrueNegatives, metrics.FalseNegatives),
            AlertsPer1000 = 1000.0 * (metrics.TruePositives + metrics.FalsePositives) / metrics.Rows,
            AveragePrecisionInterval = IntervalOf(scores, labels, metrics, seed),
            PrecisionAtK = atK,
            Roc = Points(RankingCurves.Roc(scores, labels, CurvePoints)),
            PrecisionRecall = Points(RankingCurves.PrecisionRecall(scores, labels, CurvePoints)),
            Calibration = CalibrationOf(scores, labels, metrics)
                .Select(b => new ReportCalibrationBin(b.MeanScore, b.PositiveShare, b.Rows)).ToArray(),
        };
    }

    private static IReadOnlyList<CalibrationBin> CalibrationOf(
        ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ClassificationMetrics metrics) =>
        metrics.Positives < RareShare * metrics.Rows
            ? RankingCurves.CalibrationByMagnitude(scores, labels)
            : RankingCurves.Calibration(scores, labels, CalibrationBins);

    // Against constant scores, whose average precision is the share of positives in every stratified resample, the paired interval is
    // the model's own, shifted by that share.
    private static ReportInterval? IntervalOf(
        ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, ClassificationMetrics metrics, int seed)
    {
        if (metrics.Positives == 0 || metrics.Positives == metrics.Rows)
        {
            return null;
        }

        double share = (double)metrics.Positives / metrics.Rows;
        PairedBootstrap paired = PairedBootstrap.Compare(scores, new double[scores.Length], labels, Resamples, seed);
        return new ReportInterval(paired.Low + share, Math.Min(1, paired.High + share));
    }

    private static ReportPoint[] Points(IReadOnlyList<CurvePoint> points) => points.Select(p => new ReportPoint(p.X, p.Y)).ToArray();
}

/// <summary>Counts of decisions.</summary>
/// <param name="TruePositives">Positive rows decided positive.</param>
/// <param name="FalsePositives">Negative rows decided positive.</param>
/// <param name="TrueNegatives">Negative rows decided negative.</param>
/// <param name="FalseNegatives">Positive rows decided negative.</param>
public sealed record ReportConfusion(long TruePositives, long FalsePositives, long TrueNegatives, long FalseNegatives);

/// <summary>An interval.</summary>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public sealed record ReportInterval(double Low, double High);

/// <summary>Precision among the highest scores.</summary>
/// <param name="K">How many.</param>
/// <param name="Precision">Share of positives among them.</param>
public sealed record ReportPrecisionAtK(int K, double Precision);

/// <summary>A point of a curve, both in [0, 1].</summary>
/// <param name="X">Across.</param>
/// <param name="Y">Up.</param>
public readonly record struct ReportPoint(double X, double Y);

/// <summary>Rows of about equal score.</summary>
/// <param name="MeanScore">Their mean score.</param>
/// <param name="PositiveShare">The share of positives.</param>
/// <param name="Rows">How many.</param>
public sealed record ReportCalibrationBin(double MeanScore, double PositiveShare, long Rows);
