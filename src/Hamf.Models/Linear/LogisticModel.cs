using Hamf.Models.Data;
using Hamf.Models.Graph;

namespace Hamf.Models.Linear;

/// <summary>A logistic regression over standardised and one-hot inputs.</summary>
public sealed class LogisticModel : Model
{
    private readonly double[] _means;

    /// <param name="features">The features.</param>
    /// <param name="inputs">How they become inputs.</param>
    /// <param name="intercept">Log-odds where every input is 0.</param>
    /// <param name="coefficients">[inputs].</param>
    /// <param name="means">[features], the mean contribution of each feature over training rows.</param>
    /// <param name="spreads">[features], the standard deviation of each feature's contribution over training rows.</param>
    internal LogisticModel(
        IReadOnlyList<FeatureInfo> features, LinearInputs inputs, double intercept, double[] coefficients, double[] means, double[] spreads)
        : base(features)
    {
        Inputs = inputs;
        Intercept = intercept;
        Coefficients = coefficients;
        _means = means;
        Spreads = spreads;
    }

    /// <inheritdoc/>
    public override string Algorithm => "logistic";

    internal LinearInputs Inputs { get; }

    internal double Intercept { get; }

    internal double[] Coefficients { get; }

    internal double[] Means => _means;

    internal double[] Spreads { get; }

    /// <inheritdoc/>
    public override double Score(ReadOnlySpan<double> values)
    {
        double sum = Intercept;
        for (int f = 0; f < Features.Count; f++)
        {
            sum += Contribution(f, values[f]);
        }

        return 1 / (1 + Math.Exp(-sum));
    }

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores)
    {
        ArgumentNullException.ThrowIfNull(table);
        var values = new double[Features.Count];
        for (int row = 0; row < table.RowCount; row++)
        {
            table.CopyRow(row, values);
            scores[row] = Score(values);
        }
    }

    /// <inheritdoc/>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        double expected = Intercept;
        for (int f = 0; f < Features.Count; f++)
        {
            contributions[f] = Contribution(f, values[f]) - _means[f];
            expected += _means[f];
        }

        return expected;
    }

    /// <summary>The share of each feature in the spread of the log-odds over training rows.</summary>
    public override double[] Importance()
    {
        double total = Spreads.Sum();
        return total > 0 ? Spreads.Select(s => s / total).ToArray() : new double[Features.Count];
    }

    private double Contribution(int feature, double value) => Contribution(Features[feature], feature, value, Inputs, Coefficients);

    internal static double Contribution(FeatureInfo info, int feature, double value, LinearInputs inputs, double[] coefficients)
    {
        if (info.Kind == FeatureKind.Categorical)
        {
            int category = inputs.CategoryInput(feature, value, info.Categories.Count);
            return category < 0 ? 0 : coefficients[category];
        }

        NumericInput input = inputs.Numeric[feature];
        double sum = coefficients[input.Index] * input.Standardise(value);
        return input.Indicator >= 0 && double.IsNaN(value) ? sum + coefficients[input.Indicator] : sum;
    }
}
