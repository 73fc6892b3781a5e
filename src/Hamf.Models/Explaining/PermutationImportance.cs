using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Numerics;

namespace Hamf.Models.Explaining;

/// <summary>
/// Permutation importance (Breiman 2001): what a metric loses when one feature's values are shuffled among the rows. On rows that the model
/// was not trained on it shows what the model relies on where it counts; features that say the same share the loss, each looks weaker.
/// </summary>
public static class PermutationImportance
{
    /// <summary>Computes it; the same input and seed give the same numbers.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">Rows with the model's features; not changed.</param>
    /// <param name="metric">Judges the outputs of these rows.</param>
    /// <param name="repeats">Shuffles per feature, 1 or more; the rows are scored that many times the features.</param>
    /// <param name="seed">Seed of the shuffles.</param>
    /// <param name="cancellation">Checked before each scoring.</param>
    /// <returns>One entry per feature, in the model's order.</returns>
    public static IReadOnlyList<FeatureDrop> Compute(
        Model model, FeatureTable table, OutputMetric metric, int repeats = 5, int seed = 1, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(repeats, 1);
        var outputs = new double[table.RowCount * model.OutputCount];
        model.ScoreAll(table, outputs);
        double intact = metric(outputs);
        var result = new FeatureDrop[table.Columns.Length];
        for (int f = 0; f < result.Length; f++)
        {
            var drops = new double[repeats];
            for (int repeat = 0; repeat < repeats; repeat++)
            {
                cancellation.ThrowIfCancellationRequested();
                model.ScoreAll(Shuffled(table, f, SeedOf(seed, f, repeat)), outputs);
                drops[repeat] = intact - metric(outputs);
            }

            result[f] = new FeatureDrop(table.Features[f].Name, drops.Average(), Deviation(drops));
        }

        return result;
    }

    // Each shuffle has a seed of its own, so that one feature's numbers do not hang on how many others there are.
    private static ulong SeedOf(int seed, int feature, int repeat) =>
        new SplitMix64(((ulong)(uint)seed << 32) ^ ((ulong)(uint)feature << 12) ^ (uint)repeat).NextBits();

    private static FeatureTable Shuffled(FeatureTable table, int feature, ulong seed)
    {
        double[] column = [.. table.Columns[feature]];
        var random = new SplitMix64(seed);
        for (int i = column.Length - 1; i > 0; i--)
        {
            int other = random.Next(i + 1);
            (column[i], column[other]) = (column[other], column[i]);
        }

        double[][] columns = [.. table.Columns];
        columns[feature] = column;
        return table with { Columns = columns };
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return values.Length == 1 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }
}
