using Hamf.Models.Data;

namespace Hamf.Models.Linear;

/// <summary>
/// A feature that enters the sum by weights. Numeric: weight 0 times <c>(value - Mean) / Scale</c>; a missing value counts as the mean and
/// adds weight 1. Categorical: weight [code], nothing for an unseen category, weight [categories] for a missing one.
/// </summary>
/// <param name="Mean">Mean of the known values; 0 for a categorical feature.</param>
/// <param name="Scale">Standard deviation of the known values, above 0; 1 for a categorical feature.</param>
/// <param name="Weights">[inputs x outputs], row-major; the inputs are 2, or one per category and one for missing.</param>
/// <param name="MeanEffects">As in <see cref="AdditiveTerm"/>.</param>
internal sealed record LinearTerms(double Mean, double Scale, double[] Weights, double[] MeanEffects) : AdditiveTerm(MeanEffects)
{
    /// <summary>
    /// Values further out than this many standard deviations count as this far: infinities stay finite, and the sum of several is a number.
    /// </summary>
    public const double MaxDeviations = 1e6;

    /// <summary>Number of inputs that a feature becomes.</summary>
    public static int InputsOf(FeatureInfo feature) => feature.Kind == FeatureKind.Numeric ? 2 : feature.UnseenCode + 1;

    /// <inheritdoc/>
    public override double Effect(double value, FeatureInfo feature, int output)
    {
        int outputs = MeanEffects.Length;
        if (feature.Kind == FeatureKind.Numeric)
        {
            return double.IsNaN(value) ? Weights[outputs + output] : Weights[output] * Standardise(value, Mean, Scale);
        }

        if (double.IsNaN(value))
        {
            return Weights[(feature.UnseenCode * outputs) + output];
        }

        int code = CategoryCode.IndexOf(value, feature.UnseenCode);
        return code == feature.UnseenCode ? 0 : Weights[(code * outputs) + output];
    }

    /// <summary>Deviations from the mean, limited to <see cref="MaxDeviations"/>.</summary>
    public static double Standardise(double value, double mean, double scale) =>
        Math.Clamp((value - mean) / scale, -MaxDeviations, MaxDeviations);
}
