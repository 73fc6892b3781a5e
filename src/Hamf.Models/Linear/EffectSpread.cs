using Hamf.Models.Learning;

namespace Hamf.Models.Linear;

/// <summary>How much what a feature adds varies over the training rows: its importance in an additive model.</summary>
internal static class EffectSpread
{
    /// <summary>The terms with their mean effects, and each feature's share of the standard deviations.</summary>
    public static (AdditiveTerm[] Terms, double[] Importance) Measure(AdditiveTerm[] terms, TrainingSet train)
    {
        var measured = new AdditiveTerm[terms.Length];
        var spread = new double[terms.Length];
        for (int f = 0; f < terms.Length; f++)
        {
            var means = new double[terms[f].MeanEffects.Length];
            spread[f] = MeasureOne(terms[f], train, f, means);
            measured[f] = terms[f] with { MeanEffects = means };
        }

        double total = spread.Sum();
        return (measured, spread.Select(s => total > 0 ? s / total : 0).ToArray());
    }

    // Everything is measured from the first row: a feature that always adds the same has a spread of exactly 0.
    private static double MeasureOne(AdditiveTerm term, TrainingSet train, int feature, double[] means)
    {
        int outputs = means.Length;
        var first = new double[outputs];
        var effects = new double[outputs];
        var sums = new double[outputs];
        var squares = new double[outputs];
        double weights = 0;
        for (int row = 0; row < train.Table.RowCount; row++)
        {
            double weight = train.WeightOf(row);
            double shared = MoveFrom(first, row == 0, term, train, feature, row, effects);
            weights += weight;
            for (int k = 0; k < outputs; k++)
            {
                means[k] += weight * effects[k];
                sums[k] += weight * (effects[k] - shared);
                squares[k] += weight * (effects[k] - shared) * (effects[k] - shared);
            }
        }

        double spread = 0;
        for (int k = 0; k < outputs; k++)
        {
            double mean = sums[k] / weights;
            spread += Math.Sqrt(Math.Max(0, (squares[k] / weights) - (mean * mean)));
            means[k] = first[k] + (means[k] / weights);
        }

        return spread;
    }

    // Writes how far the row's effects are from the first row's. Returns what is added to all classes alike: it changes no probability.
    private static double MoveFrom(
        double[] first, bool isFirst, AdditiveTerm term, TrainingSet train, int feature, int row, double[] effects)
    {
        double value = train.Table.Columns[feature][row];
        double sum = 0;
        for (int k = 0; k < effects.Length; k++)
        {
            double effect = term.Effect(value, train.Table.Features[feature], k);
            first[k] = isFirst ? effect : first[k];
            effects[k] = effect - first[k];
            sum += effects[k];
        }

        return effects.Length == 1 ? 0 : sum / effects.Length;
    }
}
