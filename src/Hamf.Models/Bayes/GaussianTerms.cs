using Hamf.Models.Data;
using Hamf.Models.Linear;

namespace Hamf.Models.Bayes;

/// <summary>
/// A number that is normally distributed in each class. Several outputs: the log density of each class; one: that of class 1 less that of
/// class 0. A missing value adds nothing.
/// </summary>
/// <param name="Low">Values below count as this: infinities stay finite, and the sum of several features is a number.</param>
/// <param name="High">Values above count as this.</param>
/// <param name="Means">[classes].</param>
/// <param name="Variances">[classes], above 0.</param>
/// <param name="MeanEffects">As in <see cref="AdditiveTerm"/>.</param>
internal sealed record GaussianTerms(double Low, double High, double[] Means, double[] Variances, double[] MeanEffects)
    : AdditiveTerm(MeanEffects)
{
    private readonly double[] _deviations = Array.ConvertAll(Variances, Math.Sqrt);
    private readonly double[] _peaks = Array.ConvertAll(Variances, variance => -0.5 * (Math.Log(2 * Math.PI) + Math.Log(variance)));

    /// <inheritdoc/>
    public override double Effect(double value, FeatureInfo feature, int output)
    {
        if (double.IsNaN(value))
        {
            return 0;
        }

        double limited = Math.Clamp(value, Low, High);
        return MeanEffects.Length == 1 ? LogDensity(limited, 1) - LogDensity(limited, 0) : LogDensity(limited, output);
    }

    /// <summary>The log density of a value in a class.</summary>
    public double LogDensity(double value, int ofClass)
    {
        double z = (value - Means[ofClass]) / _deviations[ofClass];
        return _peaks[ofClass] - (0.5 * z * z);
    }
}
