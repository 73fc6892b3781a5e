using Hamf.Models.Data;
using Hamf.Models.Trees.Growing;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Trees.Forests;

/// <summary>Computes out-of-bag estimates block by block of rows, trees in order: the same bits at any thread count.</summary>
internal static class OutOfBag
{
    // A block of 30 features is 245 KB: it stays in the second-level cache while all trees pass over it.
    private const int BlockRows = 1024;

    public static OutOfBagEstimate Estimate(GrownForest forest, FeatureTable table, WorkCrew crew)
    {
        int width = forest.Trees[0].LeafWidth;
        var estimate = new OutOfBagEstimate(new double[table.RowCount * width], new int[table.RowCount]);
        crew.Run((table.RowCount + BlockRows - 1) / BlockRows, block =>
        {
            int start = block * BlockRows;
            EstimateBlock(forest, table, start, Math.Min(table.RowCount, start + BlockRows), estimate);
        });
        return estimate;
    }

    private static void EstimateBlock(GrownForest forest, FeatureTable table, int start, int end, OutOfBagEstimate estimate)
    {
        int features = table.Columns.Length;
        int width = forest.Trees[0].LeafWidth;
        var values = new double[(end - start) * features];
        for (int row = start; row < end; row++)
        {
            table.CopyRow(row, values.AsSpan((row - start) * features, features));
        }

        for (int t = 0; t < forest.Trees.Length; t++)
        {
            TreeEnsemble tree = forest.Trees[t];
            for (int row = start; row < end; row++)
            {
                if (!forest.Bags![t].Contains(row))
                {
                    int leaf = PlainScorer.FindLeaf(tree, table.Features, values.AsSpan((row - start) * features, features), 0);
                    Add(estimate.Outputs.AsSpan(row * width, width), tree.Value.AsSpan(leaf * width, width));
                    estimate.TreeCounts[row]++;
                }
            }
        }

        for (int i = start * width; i < end * width; i++)
        {
            estimate.Outputs[i] /= estimate.TreeCounts[i / width];
        }
    }

    private static void Add(Span<double> sums, ReadOnlySpan<double> values)
    {
        for (int k = 0; k < sums.Length; k++)
        {
            sums[k] += values[k];
        }
    }
}
