namespace Hamf.Models.Metrics;

/// <summary>Curves and tables that a report draws. Points are in drawing order and thinned to at most the given number.</summary>
public static class RankingCurves
{
    /// <summary>
    /// ROC curve from (0, 0) to (1, 1): X is the false-positive rate, Y the true-positive rate. Empty with one class only. The
    /// threshold of the first point is just above the highest score.
    /// </summary>
    /// <param name="scores">Scores, [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="maxPoints">Most points, 2 or more.</param>
    public static IReadOnlyList<CurvePoint> Roc(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int maxPoints)
    {
        Ranking ranking = Rank(scores, labels, maxPoints);
        if (ranking.PositiveCount == 0 || ranking.NegativeCount == 0)
        {
            return [];
        }

        var points = new List<CurvePoint> { new(0, 0, ranking.ThresholdBelow(-1)) };
        for (int g = 0; g < ranking.GroupCount; g++)
        {
            int positives = ranking.PositivesAtOrAbove(g);
            double falseRate = (double)(ranking.RowsAtOrAbove(g) - positives) / ranking.NegativeCount;
            points.Add(new CurvePoint(falseRate, (double)positives / ranking.PositiveCount, ranking.Score(g)));
        }

        return CurveThinning.Thin(points, maxPoints);
    }

    /// <summary>
    /// Precision-recall curve: X is recall, Y precision. Starts at (0, 1) as scikit-learn's does, and ends where everything is decided
    /// positive. Empty without positives.
    /// </summary>
    /// <param name="scores">Scores, [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="maxPoints">Most points, 2 or more.</param>
    public static IReadOnlyList<CurvePoint> PrecisionRecall(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int maxPoints)
    {
        Ranking ranking = Rank(scores, labels, maxPoints);
        if (ranking.PositiveCount == 0)
        {
            return [];
        }

        var points = new List<CurvePoint> { new(0, 1, ranking.ThresholdBelow(-1)) };
        for (int g = 0; g < ranking.GroupCount; g++)
        {
            double positives = ranking.PositivesAtOrAbove(g);
            points.Add(new CurvePoint(
                positives / ranking.PositiveCount, positives / ranking.RowsAtOrAbove(g), ranking.Score(g)));
        }

        return CurveThinning.Thin(points, maxPoints);
    }

    /// <summary>
    /// Rows in equally filled bins of score, lowest first: mean score against observed share of positives. Equal scores stay in one
    /// bin, so there may be fewer bins.
    /// </summary>
    /// <param name="scores">Scores, [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="bins">Most bins, 1 or more.</param>
    public static IReadOnlyList<CalibrationBin> Calibration(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int bins)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        MetricInput.Check(scores, labels);
        Ranking ranking = Ranking.Of(scores, labels);
        var table = new List<CalibrationBin>();
        double scoreSum = 0;
        int rows = 0;
        int positives = 0;
        int filled = 0;
        for (int g = ranking.GroupCount - 1; g >= 0; g--)
        {
            int groupRows = ranking.RowsAtOrAbove(g) - ranking.RowsAtOrAbove(g - 1);
            scoreSum += ranking.Score(g) * groupRows;
            rows += groupRows;
            positives += ranking.PositivesAtOrAbove(g) - ranking.PositivesAtOrAbove(g - 1);
            filled += groupRows;
            if (g == 0 || filled >= (long)(table.Count + 1) * scores.Length / bins)
            {
                table.Add(new CalibrationBin(scoreSum / rows, (double)positives / rows, rows));
                (scoreSum, rows, positives) = (0, 0, 0);
            }
        }

        return table;
    }

    /// <summary>
    /// Rows in bins of score, lowest first, two to each factor of ten: mean score against observed share of positives. Where positives
    /// are rare, equally filled bins would put nearly all of them into the highest. Empty bins are left out; all scores below one in a
    /// million share one.
    /// </summary>
    /// <param name="scores">Scores in [0, 1], [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    public static IReadOnlyList<CalibrationBin> CalibrationByMagnitude(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        MetricInput.Check(scores, labels);
        var sums = new SortedList<int, (double Scores, long Positives, long Rows)>();
        for (int i = 0; i < scores.Length; i++)
        {
            int magnitude = scores[i] < 1e-6 ? int.MinValue : (int)Math.Floor(2 * Math.Log10(scores[i]));
            (double scoreSum, long positives, long rows) = sums.GetValueOrDefault(magnitude);
            sums[magnitude] = (scoreSum + scores[i], positives + labels[i], rows + 1);
        }

        return [.. sums.Values.Select(s => new CalibrationBin(s.Scores / s.Rows, (double)s.Positives / s.Rows, s.Rows))];
    }

    /// <summary>
    /// Precision among the <paramref name="k"/> highest scores (ties at the border counted in proportion); among all rows where there
    /// are fewer. NaN without rows.
    /// </summary>
    public static double PrecisionAtK(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        MetricInput.Check(scores, labels);
        Ranking ranking = Ranking.Of(scores, labels);
        if (ranking.RowCount == 0)
        {
            return double.NaN;
        }

        k = Math.Min(k, ranking.RowCount);
        int g = 0;
        while (ranking.RowsAtOrAbove(g) < k)
        {
            g++;
        }

        int rowsBefore = ranking.RowsAtOrAbove(g - 1);
        int positivesBefore = ranking.PositivesAtOrAbove(g - 1);
        double share = (double)(k - rowsBefore) / (ranking.RowsAtOrAbove(g) - rowsBefore);
        return (positivesBefore + (share * (ranking.PositivesAtOrAbove(g) - positivesBefore))) / k;
    }

    private static Ranking Rank(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int maxPoints)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxPoints, 2);
        MetricInput.Check(scores, labels);
        return Ranking.Of(scores, labels);
    }
}

/// <summary>A point of a curve.</summary>
/// <param name="X">Horizontal, in [0, 1].</param>
/// <param name="Y">Vertical, in [0, 1].</param>
/// <param name="Threshold">The threshold that gives the point; finite.</param>
public readonly record struct CurvePoint(double X, double Y, double Threshold);

/// <summary>A bin of a calibration table.</summary>
/// <param name="MeanScore">Mean score of the bin's rows.</param>
/// <param name="PositiveShare">Share of positive rows.</param>
/// <param name="Rows">Number of rows.</param>
public readonly record struct CalibrationBin(double MeanScore, double PositiveShare, long Rows);
