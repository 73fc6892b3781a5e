using Hamf.Models.Data;

namespace Hamf.Models.Linear;

/// <summary>
/// How feature values become the inputs of a linear model: a numeric feature is standardised, missing becomes the mean (0), with an indicator
/// beside it where any training row lacks it; a category is one input of its own, and one not seen in training is none. Immutable.
/// </summary>
internal sealed class LinearInputs
{
    private LinearInputs(NumericInput[] numeric, int[] categoryStart, int count)
    {
        Numeric = numeric;
        CategoryStart = categoryStart;
        Count = count;
    }

    /// <summary>Per feature; the default for a categorical one.</summary>
    public NumericInput[] Numeric { get; }

    /// <summary>Per feature the first input of its categories, or -1 for a numeric one.</summary>
    public int[] CategoryStart { get; }

    /// <summary>Number of inputs.</summary>
    public int Count { get; }

    /// <summary>Learns means and spreads from training rows.</summary>
    public static LinearInputs Learn(FeatureTable table)
    {
        var numeric = new NumericInput[table.Columns.Length];
        var missing = new bool[numeric.Length];
        for (int f = 0; f < numeric.Length; f++)
        {
            if (table.Features[f].Kind == FeatureKind.Numeric)
            {
                (double mean, double spread, missing[f]) = Moments(table.Columns[f]);
                numeric[f] = new NumericInput(0, mean, spread, -1);
            }
        }

        return Arrange(table.Features, numeric, missing);
    }

    /// <summary>The inputs of a model that was stored: <paramref name="hasIndicator"/> says which features have a missing indicator.</summary>
    public static LinearInputs Arrange(IReadOnlyList<FeatureInfo> features, NumericInput[] moments, bool[] hasIndicator)
    {
        var numeric = new NumericInput[features.Count];
        var categoryStart = new int[features.Count];
        int next = 0;
        for (int f = 0; f < features.Count; f++)
        {
            if (features[f].Kind == FeatureKind.Categorical)
            {
                categoryStart[f] = next;
                next += features[f].Categories.Count;
                continue;
            }

            categoryStart[f] = -1;
            numeric[f] = moments[f] with { Index = next++, Indicator = hasIndicator[f] ? next++ : -1 };
        }

        return new LinearInputs(numeric, categoryStart, next);
    }

    /// <summary>The input of a category code, or -1 for missing and unseen ones.</summary>
    public int CategoryInput(int feature, double code, int categoryCount) =>
        code >= 0 && code < categoryCount ? CategoryStart[feature] + (int)code : -1;

    private static (double Mean, double Spread, bool AnyMissing) Moments(double[] values)
    {
        double sum = 0;
        long count = 0;
        foreach (double v in values)
        {
            if (double.IsFinite(v))
            {
                sum += v;
                count++;
            }
        }

        double mean = count == 0 ? 0 : sum / count;
        double squares = 0;
        foreach (double v in values)
        {
            squares += double.IsFinite(v) ? (v - mean) * (v - mean) : 0;
        }

        // A constant column says nothing; dividing by 1 leaves it at 0.
        double spread = count == 0 ? 1 : Math.Sqrt(squares / count);
        return (mean, spread > 0 && double.IsFinite(spread) ? spread : 1, count < values.Length);
    }
}

/// <summary>How a numeric feature is standardised.</summary>
/// <param name="Index">Its input.</param>
/// <param name="Mean">Mean over training rows that have it.</param>
/// <param name="Spread">Standard deviation over those rows, above 0.</param>
/// <param name="Indicator">The input that is 1 where it is missing, or -1.</param>
internal readonly record struct NumericInput(int Index, double Mean, double Spread, int Indicator)
{
    // Past so many standard deviations a value is an error or an attack; it must not drown all other inputs.
    private const double Limit = 20;

    /// <summary>The standardised value, 0 where missing.</summary>
    public double Standardise(double value) => double.IsNaN(value) ? 0 : Math.Clamp((value - Mean) / Spread, -Limit, Limit);
}
