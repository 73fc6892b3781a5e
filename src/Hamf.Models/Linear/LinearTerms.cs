using Hamf.Models.Data;

namespace Hamf.Models.Linear;

/// <summary>
/// How a feature enters the sum. Numeric: <c>Weights[0] * (value - Mean) / Scale</c>, a missing value counts as the mean and adds
/// <c>Weights[1]</c>. Categorical: <c>Weights[code]</c>, nothing for an unseen category, <c>Weights[categories]</c> for a missing one.
/// Immutable: whoever builds one hands the arrays over.
/// </summary>
/// <param name="Mean">Mean of the known values; 0 for a categorical feature.</param>
/// <param name="Scale">Standard deviation of the known values, above 0; 1 for a categorical feature.</param>
/// <param name="Weights">2 numbers, or one per category and one for missing.</param>
/// <param name="MeanEffect">Mean of what the feature adds over the training rows.</param>
internal sealed record LinearTerms(double Mean, double Scale, double[] Weights, double MeanEffect)
{
    /// <summary>
    /// Values further out than this many standard deviations count as this far: infinities stay finite, and the sum of several is a number.
    /// </summary>
    public const double MaxDeviations = 1e6;

    /// <summary>What a value of the feature adds to the log-odds.</summary>
    public double Effect(double value, FeatureInfo feature)
    {
        if (feature.Kind == FeatureKind.Numeric)
        {
            return double.IsNaN(value) ? Weights[1] : Weights[0] * Standardise(value, Mean, Scale);
        }

        if (double.IsNaN(value))
        {
            return Weights[feature.UnseenCode];
        }

        int code = CategoryCode.IndexOf(value, feature.UnseenCode);
        return code == feature.UnseenCode ? 0 : Weights[code];
    }

    /// <summary>Deviations from the mean, limited to <see cref="MaxDeviations"/>.</summary>
    public static double Standardise(double value, double mean, double scale) =>
        Math.Clamp((value - mean) / scale, -MaxDeviations, MaxDeviations);
}
