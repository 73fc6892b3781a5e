namespace Hamf.Models.Metrics;

/// <summary>
/// The average precision of scores with that of resampled rows. Two of the same rows, seed and number of resamples were drawn alike, so that they
/// can be compared pair by pair long after the scores are gone.
/// </summary>
/// <param name="AveragePrecision">Of all rows.</param>
/// <param name="Resampled">Of each resample, in the order drawn, [resamples].</param>
public sealed record ResampledPrecision(double AveragePrecision, IReadOnlyList<double> Resampled)
{
    /// <summary>Measures by stratified resampling (each class keeps its size). All NaN without positives.</summary>
    /// <param name="scores">Scores, [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="resamples">Number of resamples, 1 or more.</param>
    /// <param name="seed">The same seed draws the same rows.</param>
    /// <exception cref="ArgumentException">Lengths differ, a score is NaN, or a label is neither 0 nor 1.</exception>
    public static ResampledPrecision Measure(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, int resamples, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        MetricInput.Check(scores, labels);
        var ranking = new ResampledRanking(scores, labels);
        var resampling = new StratifiedResampling(labels, seed);
        double all = ranking.AveragePrecision(resampling.AllOnce());
        var drawn = new double[resamples];
        for (int i = 0; i < resamples; i++)
        {
            drawn[i] = ranking.AveragePrecision(resampling.Next());
        }

        return new ResampledPrecision(all, drawn);
    }

    /// <summary>The 95 % interval.</summary>
    public (double Low, double High) Interval()
    {
        double[] sorted = [.. Resampled.Order()];
        return (PairedBootstrap.Quantile(sorted, 0.025), PairedBootstrap.Quantile(sorted, 0.975));
    }

    /// <summary>This against another of the same rows; what <see cref="PairedBootstrap.Compare"/> says of their scores.</summary>
    /// <exception cref="ArgumentException">The numbers of resamples differ.</exception>
    public PairedBootstrap Against(ResampledPrecision other)
    {
        if (other.Resampled.Count != Resampled.Count)
        {
            throw new ArgumentException($"There are {Resampled.Count} resamples here and {other.Resampled.Count} there.");
        }

        return PairedBootstrap.Of(
            AveragePrecision - other.AveragePrecision, Resampled.Zip(other.Resampled, (here, there) => here - there).ToArray());
    }
}
