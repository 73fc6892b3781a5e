using Hamf.Models.Metrics;
using Hamf.TestKit;

namespace Hamf.Models.Tests.Metrics;

public class PairedBootstrapTests
{
    [Fact]
    public void Difference_is_that_of_the_average_precisions() => Seeds.ForEach(50, random =>
    {
        (double[] a, byte[] labels) = MetricOracle.RandomRows(random);
        double[] b = a.Select(_ => random.NextDouble()).ToArray();

        PairedBootstrap compared = PairedBootstrap.Compare(a, b, labels, 20, 1);

        Assert.Equal(MetricOracle.AveragePrecision(a, labels) - MetricOracle.AveragePrecision(b, labels), compared.Difference, 12);
        Assert.True(compared.Low <= compared.High);
    });

    [Fact]
    public void Counted_rows_give_the_same_as_repeated_rows() => Seeds.ForEach(50, random =>
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(random, 30);
        int[] counts = labels.Select(l => random.Next(4)).ToArray();
        counts[1] = 1;
        int[] repeated = counts.SelectMany((count, row) => Enumerable.Repeat(row, count)).ToArray();

        double found = new ResampledRanking(scores, labels).AveragePrecision(counts);

        double[] repeatedScores = repeated.Select(r => scores[r]).ToArray();
        byte[] repeatedLabels = repeated.Select(r => labels[r]).ToArray();
        Assert.Equal(MetricOracle.AveragePrecision(repeatedScores, repeatedLabels), found, 12);
    });

    [Fact]
    public void The_same_scores_do_not_differ()
    {
        (double[] scores, byte[] labels) = MetricOracle.RandomRows(new Random(3));

        PairedBootstrap compared = PairedBootstrap.Compare(scores, scores, labels, 100, 1);

        Assert.Equal(new PairedBootstrap(0, 0, 0), compared);
        Assert.True(compared.IsWithinNoise);
    }

    [Fact]
    public void A_clear_difference_is_not_noise_and_a_small_one_is()
    {
        var random = new Random(5);
        byte[] labels = Enumerable.Range(0, 4000).Select(i => (byte)(i % 20 == 0 ? 1 : 0)).ToArray();
        double[] good = labels.Select(l => Math.Clamp((l * 0.4) + (0.5 * random.NextDouble()), 0, 1)).ToArray();
        double[] poor = labels.Select(l => Math.Clamp((l * 0.1) + (0.5 * random.NextDouble()), 0, 1)).ToArray();
        double[] similar = good.Select(s => s + (0.001 * random.NextDouble())).ToArray();

        PairedBootstrap clear = PairedBootstrap.Compare(good, poor, labels, 200, 1);
        PairedBootstrap small = PairedBootstrap.Compare(good, similar, labels, 200, 1);

        Assert.True(clear.Low > 0);
        Assert.InRange(clear.Difference, clear.Low, clear.High);
        Assert.True(small.IsWithinNoise);
    }

    [Fact]
    public void The_same_seed_gives_the_same_interval()
    {
        (double[] a, byte[] labels) = MetricOracle.RandomRows(new Random(9));
        double[] b = a.Reverse().ToArray();

        Assert.Equal(PairedBootstrap.Compare(a, b, labels, 50, 7), PairedBootstrap.Compare(a, b, labels, 50, 7));
        Assert.NotEqual(PairedBootstrap.Compare(a, b, labels, 50, 7), PairedBootstrap.Compare(a, b, labels, 50, 8));
    }

    [Fact]
    public void Without_positives_nothing_can_be_said()
    {
        PairedBootstrap compared = PairedBootstrap.Compare([0.1, 0.2], [0.2, 0.1], [0, 0], 10, 1);

        Assert.True(double.IsNaN(compared.Difference));
        Assert.False(compared.IsWithinNoise);
    }

    [Fact]
    public void Refuses_nan_scores() =>
        Assert.Throws<ArgumentException>(() => PairedBootstrap.Compare([0.1, double.NaN], [0.2, 0.1], [0, 1], 10, 1));

    [Fact]
    public void Resamples_kept_for_later_say_the_same()
    {
        var random = new Random(5);
        byte[] labels = [.. Enumerable.Range(0, 300).Select(i => (byte)(i % 9 == 0 ? 1 : 0))];
        double[] a = [.. labels.Select(l => (0.4 * l) + random.NextDouble())];
        double[] b = [.. labels.Select(l => (0.3 * l) + random.NextDouble())];

        ResampledPrecision one = ResampledPrecision.Measure(a, labels, 100, seed: 3);
        ResampledPrecision other = ResampledPrecision.Measure(b, labels, 100, seed: 3);

        Assert.Equal(PairedBootstrap.Compare(a, b, labels, 100, seed: 3), one.Against(other));
        Assert.InRange(one.AveragePrecision, one.Interval().Low, one.Interval().High);
        Assert.Throws<ArgumentException>(() => one.Against(ResampledPrecision.Measure(b, labels, 50, seed: 3)));
    }
}
