using Hamf.Models.Numerics;

namespace Hamf.Models.Calibration;

/// <summary>Log-odds times <paramref name="slope"/> plus <paramref name="offset"/> (Platt 1999); 1 and 0 change nothing.</summary>
internal sealed class SigmoidCurve(double slope, double offset) : CalibrationCurve
{
    // Log-odds that a double can tell from those of certainty.
    private const double MaxLogOdds = 36;
    private const double Limit = 1e9;

    /// <summary>0 or more.</summary>
    public double Slope => slope;

    /// <summary>Log-odds of a score of a half.</summary>
    public double Offset => offset;

    /// <inheritdoc/>
    public override string Name => "sigmoid";

    /// <inheritdoc/>
    public override bool IsValid => Slope is >= 0 and <= Limit && Offset is >= -Limit and <= Limit;

    /// <inheritdoc/>
    public override double Apply(double score) => LogisticLink.Probability((Slope * LogOdds(score)) + Offset);

    /// <summary>The log-odds of a score, limited so that scores of 0 and 1 are numbers too.</summary>
    public static double LogOdds(double score) =>
        score <= 0 ? -MaxLogOdds : score >= 1 ? MaxLogOdds : Math.Clamp(Math.Log(score / (1 - score)), -MaxLogOdds, MaxLogOdds);
}
