using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Numerics;

namespace Hamf.Models.Linear;

/// <summary>
/// A model whose raw outputs are an intercept plus one effect per feature. One raw output is the log-odds of the positive class; several
/// are unnormalised log probabilities, one per class.
/// </summary>
public abstract class AdditiveModel : Model
{
    private readonly double[] _importance;

    private protected AdditiveModel(IReadOnlyList<FeatureInfo> features, double[] intercepts, AdditiveTerm[] terms, double[] importance)
        : base(features)
    {
        Intercepts = intercepts;
        Terms = terms;
        _importance = importance;
    }

    /// <inheritdoc/>
    public override OutputKind Output => OutputCount == 1 ? OutputKind.Probability : OutputKind.ClassProbabilities;

    /// <inheritdoc/>
    public override int OutputCount => Intercepts.Length;

    /// <summary>Each raw output before the first feature, [outputs].</summary>
    internal double[] Intercepts { get; }

    /// <summary>What each feature adds, [features].</summary>
    internal AdditiveTerm[] Terms { get; }

    /// <inheritdoc/>
    public override void Score(ReadOnlySpan<double> values, Span<double> outputs)
    {
        CheckLength(values.Length);
        Span<double> sums = outputs[..Intercepts.Length];
        Intercepts.CopyTo(sums);
        for (int f = 0; f < Terms.Length; f++)
        {
            for (int k = 0; k < sums.Length; k++)
            {
                sums[k] += Terms[f].Effect(values[f], Features[f], k);
            }
        }

        ApplyLink(sums);
    }

    /// <inheritdoc/>
    public override void ScoreAll(FeatureTable table, Span<double> scores)
    {
        CheckLength(table.Columns.Length);
        int outputs = Intercepts.Length;
        Span<double> sums = scores[..(table.RowCount * outputs)];
        for (int row = 0; row < table.RowCount; row++)
        {
            Intercepts.CopyTo(sums[(row * outputs)..]);
        }

        for (int f = 0; f < Terms.Length; f++)
        {
            AddEffects(f, table.Columns[f].AsSpan(0, table.RowCount), sums);
        }

        for (int row = 0; row < table.RowCount; row++)
        {
            ApplyLink(sums.Slice(row * outputs, outputs));
        }
    }

    /// <inheritdoc/>
    /// <remarks>A contribution is what the value adds less what the feature adds on average over the training rows.</remarks>
    public override double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        CheckLength(values.Length);
        CheckLength(contributions.Length);
        if (OutputCount != 1)
        {
            throw new NotSupportedException($"The model has {OutputCount} outputs; only one can be explained.");
        }

        double baseValue = Intercepts[0];
        for (int f = 0; f < Terms.Length; f++)
        {
            contributions[f] = Terms[f].Effect(values[f], Features[f], 0) - Terms[f].MeanEffects[0];
            baseValue += Terms[f].MeanEffects[0];
        }

        return baseValue;
    }

    /// <inheritdoc/>
    /// <remarks>The standard deviation over the training rows of what each feature adds, as a share.</remarks>
    public override double[] Importance() => [.. _importance];

    private void AddEffects(int feature, ReadOnlySpan<double> column, Span<double> sums)
    {
        AdditiveTerm term = Terms[feature];
        FeatureInfo info = Features[feature];
        int outputs = Intercepts.Length;
        for (int row = 0; row < column.Length; row++)
        {
            for (int k = 0; k < outputs; k++)
            {
                sums[(row * outputs) + k] += term.Effect(column[row], info, k);
            }
        }
    }

    private static void ApplyLink(Span<double> sums)
    {
        if (sums.Length == 1)
        {
            sums[0] = LogisticLink.Probability(sums[0]);
        }
        else
        {
            SoftmaxLink.Apply(sums);
        }
    }
}
