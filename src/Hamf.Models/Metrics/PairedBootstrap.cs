namespace Hamf.Models.Metrics;

/// <summary>Compares the average precision of two models on the same rows by resampling rows (Efron and Tibshirani 1993, ch. 16).</summary>
/// <param name="Difference">AP of A minus AP of B on all rows.</param>
/// <param name="Low">2.5 % quantile of the resampled difference.</param>
/// <param name="High">97.5 % quantile.</param>
public sealed record PairedBootstrap(double Difference, double Low, double High)
{
    /// <summary>True when the interval contains 0: the difference is within noise.</summary>
    public bool IsWithinNoise => Low <= 0 && High >= 0;

    /// <summary>Compares by stratified resampling (each class keeps its size).</summary>
    public static PairedBootstrap Compare(
        ReadOnlySpan<double> scoresA, ReadOnlySpan<double> scoresB, ReadOnlySpan<byte> labels, int resamples, int seed) =>
        throw new NotImplementedException();
}
