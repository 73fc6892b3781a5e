namespace Hamf.Models.Metrics;

/// <summary>Compares the average precision of two models on the same rows by resampling rows (Efron and Tibshirani 1993, ch. 16).</summary>
/// <param name="Difference">AP of A minus AP of B on all rows.</param>
/// <param name="Low">2.5 % quantile of the resampled difference.</param>
/// <param name="High">97.5 % quantile.</param>
public sealed record PairedBootstrap(double Difference, double Low, double High)
{
    /// <summary>True when the interval contains 0: the difference is within noise.</summary>
    public bool IsWithinNoise => Low <= 0 && High >= 0;

    /// <summary>Compares by stratified resampling (each class keeps its size). All NaN, and not within noise, without positives.</summary>
    /// <param name="scoresA">Scores of A, [rows].</param>
    /// <param name="scoresB">Scores of B, [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="resamples">Number of resamples, 1 or more.</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a label is neither 0 nor 1.</exception>
    public static PairedBootstrap Compare(
        ReadOnlySpan<double> scoresA, ReadOnlySpan<double> scoresB, ReadOnlySpan<byte> labels, int resamples, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        MetricInput.Check(scoresA, labels);
        MetricInput.Check(scoresB, labels);
        var a = new ResampledRanking(scoresA, labels);
        var b = new ResampledRanking(scoresB, labels);
        var resampling = new StratifiedResampling(labels, seed);
        double difference = a.AveragePrecision(resampling.AllOnce()) - b.AveragePrecision(resampling.AllOnce());
        var drawn = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            int[] counts = resampling.Next();
            drawn[i] = a.AveragePrecision(counts) - b.AveragePrecision(counts);
        }

        return Of(difference, drawn);
    }

    /// <summary>The interval of a difference from its resamples, which are sorted.</summary>
    internal static PairedBootstrap Of(double difference, double[] drawn)
    {
        Array.Sort(drawn);
        return new PairedBootstrap(difference, Quantile(drawn, 0.025), Quantile(drawn, 0.975));
    }

    /// <summary>Interpolates linearly between the two nearest of sorted numbers.</summary>
    internal static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
