using Hamf.Models.Metrics;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Metrics;

public class RankingCurvesTests
{
    private static readonly double[] Scores = [0.1, 0.4, 0.35, 0.8];
    private static readonly byte[] Labels = [0, 0, 1, 1];

    [Fact]
    public void Roc_goes_from_the_origin_to_one_one()
    {
        IReadOnlyList<CurvePoint> curve = RankingCurves.Roc(Scores, Labels, 100);

        Assert.Equal([(0, 0), (0, 0.5), (0.5, 0.5), (0.5, 1), (1, 1)], curve.Select(p => (p.X, p.Y)));
        Assert.Equal([0.8, 0.4, 0.35, 0.1], curve.Skip(1).Select(p => p.Threshold));
        Assert.True(curve[0].Threshold > 0.8 && double.IsFinite(curve[0].Threshold));
    }

    [Fact]
    public void Precision_recall_has_one_point_per_distinct_score()
    {
        IReadOnlyList<CurvePoint> curve = RankingCurves.PrecisionRecall(Scores, Labels, 100);

        Assert.Equal([(0, 1), (0.5, 1), (0.5, 0.5), (1, 2.0 / 3), (1, 0.5)], curve.Select(p => (p.X, p.Y)));
    }

    [Fact]
    public void Area_under_the_roc_points_is_the_roc_area() => Seeds.ForEach(50, random =>
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(random);

        IReadOnlyList<CurvePoint> curve = RankingCurves.Roc(scores, labels, int.MaxValue);

        double area = curve.Zip(curve.Skip(1), (a, b) => (b.X - a.X) * (a.Y + b.Y) / 2).Sum();
        Assert.Equal(MetricOracle.RocAuc(scores, labels), area, 12);
    });

    [Fact]
    public void Thinning_keeps_both_ends_and_the_steep_part()
    {
        var random = new Random(1);
        double[] scores = Enumerable.Range(0, 20_000).Select(_ => random.NextDouble()).ToArray();
        byte[] labels = scores.Select(s => (byte)(random.NextDouble() < Math.Pow(s, 30) ? 1 : 0)).ToArray();

        IReadOnlyList<CurvePoint> full = RankingCurves.Roc(scores, labels, int.MaxValue);
        IReadOnlyList<CurvePoint> thin = RankingCurves.Roc(scores, labels, 50);

        Assert.InRange(thin.Count, 30, 50);
        Assert.Equal(full[0], thin[0]);
        Assert.Equal(full[^1], thin[^1]);
        Assert.All(thin.Zip(thin.Skip(1)), pair => Assert.True(pair.Second.Y - pair.First.Y < 0.1));
    }

    [Fact]
    public void Undefined_curves_are_empty()
    {
        Assert.Empty(RankingCurves.Roc([0.1, 0.2], [1, 1], 10));
        Assert.Empty(RankingCurves.Roc([], [], 10));
        Assert.Empty(RankingCurves.PrecisionRecall([0.1, 0.2], [0, 0], 10));
        Assert.Empty(RankingCurves.Calibration([], [], 10));
        Assert.Empty(RankingCurves.CalibrationByMagnitude([], []));
        Assert.True(double.IsNaN(RankingCurves.PrecisionAtK([], [], 3)));
    }

    [Fact]
    public void Calibration_bins_are_equally_filled_and_never_split_ties()
    {
        IReadOnlyList<CalibrationBin> halves = RankingCurves.Calibration([0.1, 0.4, 0.2, 0.9], [0, 1, 0, 1], 2);
        IReadOnlyList<CalibrationBin> ties = RankingCurves.Calibration([0.5, 0.5, 0.5, 0.9], [0, 1, 0, 1], 4);

        Assert.Equal(2, halves.Count);
        Assert.Equal(0.15, halves[0].MeanScore, 15);
        Assert.Equal((0, 2), (halves[0].PositiveShare, halves[0].Rows));
        Assert.Equal(0.65, halves[1].MeanScore, 15);
        Assert.Equal([3, 1], ties.Select(b => b.Rows));
        Assert.Equal(1.0 / 3, ties[0].PositiveShare, 15);
    }

    [Fact]
    public void Calibration_accounts_for_every_row() => Seeds.ForEach(50, random =>
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(random);

        IReadOnlyList<CalibrationBin> table = RankingCurves.Calibration(scores, labels, random.Next(1, 12));

        Assert.Equal(scores.Length, table.Sum(b => b.Rows));
        Assert.Equal(labels.Sum(l => l), table.Sum(b => b.PositiveShare * b.Rows), 9);
        Assert.Equal(scores.Sum(), table.Sum(b => b.MeanScore * b.Rows), 9);
    });

    [Fact]
    public void Calibration_by_magnitude_parts_scores_at_half_powers_of_ten()
    {
        IReadOnlyList<CalibrationBin> table = RankingCurves.CalibrationByMagnitude(
            [0, 1e-9, 0.0012, 0.0031, 0.0032, 0.5, 0.9, 1], [0, 0, 0, 1, 0, 1, 0, 1]);

        Assert.Equal([2, 2, 1, 2, 1], table.Select(b => b.Rows));
        Assert.Equal([0, 0.5, 0, 0.5, 1], table.Select(b => b.PositiveShare));
        Assert.Equal(0.00215, table[1].MeanScore, 15);
    }

    [Fact]
    public void Calibration_by_magnitude_accounts_for_every_row() => Seeds.ForEach(50, random =>
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(random);

        IReadOnlyList<CalibrationBin> table = RankingCurves.CalibrationByMagnitude(scores, labels);

        Assert.Equal(scores.Length, table.Sum(b => b.Rows));
        Assert.Equal(labels.Sum(l => l), table.Sum(b => b.PositiveShare * b.Rows), 9);
        Assert.Equal(scores.Sum(), table.Sum(b => b.MeanScore * b.Rows), 9);
    });

    [Fact]
    public void Precision_at_k_counts_ties_at_the_border_in_proportion()
    {
        // Highest 0.9 is positive; of the four rows at 0.5 two are positive, and one of the four fits: 1 + 0.5 of 2.
        double[] scores = [0.9, 0.5, 0.5, 0.5, 0.5];
        byte[] labels = [1, 1, 0, 1, 0];

        Assert.Equal(1, RankingCurves.PrecisionAtK(scores, labels, 1));
        Assert.Equal(0.75, RankingCurves.PrecisionAtK(scores, labels, 2));
        Assert.Equal(0.6, RankingCurves.PrecisionAtK(scores, labels, 99));
    }

    [Fact]
    public void Refuses_nan_scores() =>
        Assert.Throws<ArgumentException>(() => RankingCurves.Roc([double.NaN, 0.5], [0, 1], 10));
}
