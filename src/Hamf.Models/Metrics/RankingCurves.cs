namespace Hamf.Models.Metrics;

/// <summary>Curves and tables that a report draws. Points are in drawing order and thinned to at most the given number.</summary>
public static class RankingCurves
{
    /// <summary>ROC curve from (0, 0) to (1, 1): X is the false-positive rate, Y the true-positive rate.</summary>
    public static IReadOnlyList<CurvePoint> Roc(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int maxPoints) =>
        throw new NotImplementedException();

    /// <summary>Precision-recall curve: X is recall, Y precision.</summary>
    public static IReadOnlyList<CurvePoint> PrecisionRecall(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int maxPoints) =>
        throw new NotImplementedException();

    /// <summary>Rows in equally filled bins of score: mean score against observed share of positives.</summary>
    public static IReadOnlyList<CalibrationBin> Calibration(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int bins) =>
        throw new NotImplementedException();

    /// <summary>Precision among the <paramref name="k"/> highest scores (ties at the border counted in proportion).</summary>
    public static double PrecisionAtK(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int k) =>
        throw new NotImplementedException();
}

/// <summary>A point of a curve.</summary>
public readonly record struct CurvePoint(double X, double Y, double Threshold);

/// <summary>A bin of a calibration table.</summary>
public readonly record struct CalibrationBin(double MeanScore, double PositiveShare, long Rows);
