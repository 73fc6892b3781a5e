namespace Hamf.Models.Numerics;

/// <summary>Log-odds and probabilities.</summary>
internal static class LogisticLink
{
    /// <summary>The probability of the given log-odds, in [0, 1].</summary>
    public static double Probability(double logOdds) => 1 / (1 + Math.Exp(-logOdds));

    /// <summary>The log-odds of a class that makes up <paramref name="positives"/> of <paramref name="rows"/>; both classes occur.</summary>
    public static double LogOdds(int positives, int rows) => Math.Log((double)positives / (rows - positives));
}
