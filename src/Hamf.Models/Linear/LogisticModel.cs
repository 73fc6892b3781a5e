using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Numerics;

namespace Hamf.Models.Linear;

/// <summary>A logistic regression over standardised and one-hot inputs.</summary>
public sealed class LogisticModel : Model
{
    private readonly double[] _importance;

    internal LogisticModel(IReadOnlyList<FeatureInfo> features, double intercept, LinearTerms[] terms, double[] importance)
        : base(features)
    {
        Intercept = intercept;
        Terms = terms;
        _importance = importance;
    }

    /// <inheritdoc/>
    public override string Algorithm => "logistic";

    internal double Intercept { get; }

    internal LinearTerms[] Terms { get; }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        CheckLength(values.Length);
        double sum = Intercept;
        for (int f = 0; f < Terms.Length; f++)
        {
            sum += Terms[f].Effect(values[f], Features[f]);
        }

        outputs[0] = LogisticLink.Probability(sum);
    }

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores)
    {
        CheckLength(table.Columns.Length);
        Span<double> sums = scores[..table.RowCount];
        sums.Fill(Intercept);
        for (int f = 0; f < Terms.Length; f++)
        {
            double[] column = table.Columns[f];
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i] += Terms[f].Effect(column[i], Features[f]);
            }
        }

        foreach (ref double sum in sums)
        {
            sum = LogisticLink.Probability(sum);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A contribution is what the value adds less what the feature adds on average over the training rows.</remarks>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        CheckLength(values.Length);
        CheckLength(contributions.Length);
        double baseValue = Intercept;
        for (int f = 0; f < Terms.Length; f++)
        {
            contributions[f] = Terms[f].Effect(values[f], Features[f]) - Terms[f].MeanEffect;
            baseValue += Terms[f].MeanEffect;
        }

        return baseValue;
    }

    /// <inheritdoc/>
    /// <remarks>The standard deviation over the training rows of what each feature adds, as a share.</remarks>
    public override double[] Importance() => [.. _importance];
}
