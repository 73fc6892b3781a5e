using Hamf.Models.Numerics;

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
        int[] positives = RowsOf(1, labels);
        int[] negatives = RowsOf(0, labels);

        var counts = new int[labels.Length];
        Array.Fill(counts, 1);
        double difference = a.AveragePrecision(counts) - b.AveragePrecision(counts);
        var random = new SplitMix64((ulong)seed);
        var drawn = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            Array.Clear(counts);
            Draw(positives, counts, ref random);
            Draw(negatives, counts, ref random);
            drawn[i] = a.AveragePrecision(counts) - b.AveragePrecision(counts);
        }

        Array.Sort(drawn);
        return new PairedBootstrap(difference, Quantile(drawn, 0.025), Quantile(drawn, 0.975));
    }

    private static int[] RowsOf(byte label, ReadOnlySpan<byte> labels)
    {
        var rows = new int[labels.Count(label)];
        int next = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] == label)
            {
                rows[next++] = i;
            }
        }

        return rows;
    }

    private static void Draw(int[] rows, int[] counts, ref SplitMix64 random)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            counts[rows[random.Next(rows.Length)]]++;
        }
    }

    private static double Quantile(double[] sorted, double share)
    {
        double position = share * (sorted.Length - 1);
        int below = (int)position;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((position - below) * (sorted[above] - sorted[below]));
    }
}
