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

    // What is added to all classes alike changes no probability, so only differences from the mean of the classes count.
    private static double MeasureOne(AdditiveTerm term, TrainingSet train, int feature, double[] means)
    {
        var first = new double[means.Length];
        var squares = new double[means.Length];
        var effects = new double[means.Length];
        double weights = 0;
        for (int row = 0; row < train.Table.RowCount; row++)
        {
            double weight = train.WeightOf(row);
            Effects(term, train, feature, row, effects);
            weights += weight;
            for (int k = 0; k < effects.Length; k++)
            {
                // Measured from the first row: a feature that always adds the same has a spread of exactly 0.
                first[k] = row == 0 ? effects[k] : first[k];
                means[k] += weight * (effects[k] - first[k]);
                squares[k] += weight * (effects[k] - first[k]) * (effects[k] - first[k]);
            }
        }

        double spread = 0;
        for (int k = 0; k < means.Length; k++)
        {
            double shift = means[k] / weights;
            spread += Math.Sqrt(Math.Max(0, (squares[k] / weights) - (shift * shift)));
            means[k] = first[k] + shift;
        }

        return spread;
    }

    private static void Effects(AdditiveTerm term, TrainingSet train, int feature, int row, double[] effects)
    {
        double value = train.Table.Columns[feature][row];
        double sum = 0;
        for (int k = 0; k < effects.Length; k++)
        {
            effects[k] = term.Effect(value, train.Table.Features[feature], k);
            sum += effects[k];
        }

        for (int k = 0; k < effects.Length && effects.Length > 1; k++)
        {
            effects[k] -= sum / effects.Length;
        }
    }
}
