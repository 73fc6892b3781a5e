using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Tests.Trees;

/// <summary>Shapley values by their definition, set by set: 2^n evaluations.</summary>
internal static class ShapleyOracle
{
    /// <summary>phi_i = sum over sets S without i of |S|! (n - |S| - 1)! / n! (v(S + i) - v(S)); sets are bit masks.</summary>
    public static double[] Shapley(int n, Func<int, double> valueOf)
    {
        double[] values = Enumerable.Range(0, 1 << n).Select(valueOf).ToArray();
        return Enumerable.Range(0, n).Select(i => Enumerable.Range(0, 1 << n).Where(set => (set >> i & 1) == 0).Sum(set =>
        {
            int size = int.PopCount(set);
            return Factorial(size) * Factorial(n - size - 1) / Factorial(n) * (values[set | (1 << i)] - values[set]);
        })).ToArray();
    }

    /// <summary>The raw output when the features in the set are known and at all others both sides count by cover.</summary>
    public static double PathDependent(TreeEnsemble trees, double[] row, int set, int output)
    {
        double sum = trees.Bases[output];
        for (int t = 0; t < trees.TreeCount; t++)
        {
            int leafValue = output - trees.TreeOutput[t];
            sum += leafValue >= 0 && leafValue < trees.LeafWidth ? Below(trees, row, set, trees.TreeStarts[t], leafValue) : 0;
        }

        return trees.Sum == TreeSum.DoubleMean ? sum / trees.TreeCount : sum;
    }

    /// <summary>The mean raw output over the rows of the background, each with the row's values of the features in the set.</summary>
    public static double Interventional(TreeEnsemble trees, double[] row, FeatureTable background, int set, int output)
    {
        double sum = 0;
        var values = new double[row.Length];
        var outputs = new double[trees.OutputCount];
        for (int b = 0; b < background.RowCount; b++)
        {
            background.CopyRow(b, values);
            for (int f = 0; f < row.Length; f++)
            {
                values[f] = (set >> f & 1) != 0 ? row[f] : values[f];
            }

            PlainScorer.Score(trees, background.Features, values, outputs);
            sum += outputs[output];
        }

        return sum / background.RowCount;
    }

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);

    private static double Below(TreeEnsemble trees, double[] row, int set, int node, int leafValue)
    {
        int feature = trees.Feature[node];
        if (feature == TreeEnsemble.Leaf)
        {
            return trees.Value[(node * trees.LeafWidth) + leafValue];
        }

        int left = trees.Left[node];
        int right = trees.Right[node];
        if ((set >> feature & 1) != 0)
        {
            return Below(trees, row, set, trees.GoesLeft(node, row[feature], RandomTrees.Features) ? left : right, leafValue);
        }

        double below = (trees.Cover[left] * Below(trees, row, set, left, leafValue)) + (trees.Cover[right] * Below(trees, row, set, right, leafValue));
        return below / (trees.Cover[left] + trees.Cover[right]);
    }
}
