using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>Scores by following the arrays of the ensemble as they stand: the reference that the faster scorer must equal bit for bit.</summary>
internal static class PlainScorer
{
    /// <summary>The log-odds of a row.</summary>
    public static double LogOdds(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, ReadOnlySpan<double> values)
    {
        double sum = trees.BaseScore;
        for (int t = 0; t < trees.TreeCount; t++)
        {
            int node = trees.TreeStarts[t];
            while (trees.Feature[node] != TreeEnsemble.Leaf)
            {
                bool left = trees.GoesLeft(node, values[trees.Feature[node]], features);
                node = left ? trees.Left[node] : trees.Right[node];
            }

            sum += trees.Value[node];
        }

        return sum;
    }
}
