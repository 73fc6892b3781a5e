using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>Scores by following the arrays of the ensemble as they stand: the reference that every faster scorer must equal bit for bit.</summary>
internal static class PlainScorer
{
    /// <summary>The raw outputs of a row.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="features">What they ask.</param>
    /// <param name="values">One value per feature; NaN is missing.</param>
    /// <param name="outputs">[outputs], receives them.</param>
    public static void Score(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, ReadOnlySpan<double> values, Span<double> outputs)
    {
        trees.Bases.CopyTo(outputs);
        for (int t = 0; t < trees.TreeCount; t++)
        {
            int leaf = FindLeaf(trees, features, values, trees.TreeStarts[t]);
            for (int k = 0; k < trees.LeafWidth; k++)
            {
                double sum = outputs[trees.TreeOutput[t] + k] + trees.Value[(leaf * trees.LeafWidth) + k];
                outputs[trees.TreeOutput[t] + k] = trees.Sum == TreeSum.Single ? (float)sum : sum;
            }
        }

        for (int k = 0; k < outputs.Length && trees.Sum == TreeSum.DoubleMean; k++)
        {
            outputs[k] /= trees.TreeCount;
        }
    }

    /// <summary>The leaf that a row reaches from <paramref name="node"/>.</summary>
    public static int FindLeaf(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, ReadOnlySpan<double> values, int node)
    {
        while (trees.Feature[node] != TreeEnsemble.Leaf)
        {
            bool left = trees.GoesLeft(node, values[trees.Feature[node]], features);
            node = left ? trees.Left[node] : trees.Right[node];
        }

        return node;
    }
}
