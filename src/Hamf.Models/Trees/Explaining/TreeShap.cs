using System.Buffers;
using Hamf.Models.Data;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// Exact path-dependent SHAP values (Lundberg et al. 2020). The Shapley weights are an integral over t in [0, 1] of the product of
/// z(1 - t) + o t over the distinct features of a leaf's path, where z is the share of cover that follows the path and o is 1 if the row
/// follows it; Gauss-Legendre makes the integral exact. One pass down multiplies the factors, one pass up adds the leaves, as in Linear
/// TreeSHAP (Yu et al. 2022), so the cost is nodes times points, not leaves times depth squared. All factors lie in (0, 1], so nothing
/// cancels or overflows. Immutable and thread-safe.
/// </summary>
internal sealed class TreeShap
{
    private readonly TreeEnsemble _trees;
    private readonly IReadOnlyList<FeatureInfo> _features;
    private readonly PathTable _paths;

    public TreeShap(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features)
    {
        _trees = trees;
        _features = features;
        _paths = new PathTable(trees);
    }

    /// <summary>Writes the contributions of a row, in log-odds.</summary>
    /// <returns>The mean log-odds over the training rows.</returns>
    public double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        contributions.Clear();
        int nodes = _paths.MaxNodes;
        double[] products = ArrayPool<double>.Shared.Rent(nodes * _paths.MaxPoints);
        double[] sums = ArrayPool<double>.Shared.Rent(nodes * _paths.MaxPoints);
        bool[] follows = ArrayPool<bool>.Shared.Rent(nodes);
        for (int t = 0; t < _trees.TreeCount; t++)
        {
            GaussLegendre rule = _paths.RuleOf(t);
            MultiplyDown(t, values, rule, products, follows);
            AddUp(t, rule, products, sums, follows, contributions);
        }

        ArrayPool<double>.Shared.Return(products);
        ArrayPool<double>.Shared.Return(sums);
        ArrayPool<bool>.Shared.Return(follows);
        return _paths.MeanLogOdds;
    }

    // For each node: does the row follow all edges of the entering edge's feature so far, and the product of the path's factors.
    private void MultiplyDown(int tree, ReadOnlySpan<double> values, GaussLegendre rule, double[] products, bool[] follows)
    {
        int start = _trees.TreeStarts[tree];
        int points = rule.Points.Length;
        products.AsSpan(0, points).Fill(1);
        for (int node = start; node < _trees.TreeStarts[tree + 1]; node++)
        {
            int feature = _trees.Feature[node];
            if (feature == TreeEnsemble.Leaf)
            {
                continue;
            }

            bool goesLeft = _trees.GoesLeft(node, values[feature], _features);
            ReadOnlySpan<double> above = products.AsSpan((node - start) * points, points);
            Enter(_trees.Left[node], goesLeft, start, rule, above, products, follows);
            Enter(_trees.Right[node], !goesLeft, start, rule, above, products, follows);
        }
    }

    private void Enter(
        int child, bool isFollowed, int start, GaussLegendre rule, ReadOnlySpan<double> above, double[] products, bool[] follows)
    {
        int earlier = _paths.EarlierEdge[child];
        bool followsAll = isFollowed && (earlier < 0 || follows[earlier - start]);
        follows[child - start] = followsAll;
        double share = _paths.Share[child];
        Span<double> below = products.AsSpan((child - start) * above.Length, above.Length);
        if (earlier < 0)
        {
            for (int k = 0; k < below.Length; k++)
            {
                below[k] = above[k] * Factor(share, followsAll, rule.Points[k]);
            }

            return;
        }

        // A feature asked twice counts once: its earlier factor is replaced.
        double earlierShare = _paths.Share[earlier];
        bool earlierFollows = follows[earlier - start];
        for (int k = 0; k < below.Length; k++)
        {
            double t = rule.Points[k];
            below[k] = above[k] * Factor(share, followsAll, t) / Factor(earlierShare, earlierFollows, t);
        }
    }

    // Children stand after their parents, so going backwards every node's sum is complete when it is reached.
    private void AddUp(
        int tree, GaussLegendre rule, double[] products, double[] sums, bool[] follows, Span<double> contributions)
    {
        int start = _trees.TreeStarts[tree];
        int points = rule.Points.Length;
        for (int node = _trees.TreeStarts[tree + 1] - 1; node > start; node--)
        {
            int at = (node - start) * points;
            Span<double> sum = sums.AsSpan(at, points);
            AddBelow(node, start, products.AsSpan(at, points), sums, sum);
            double effect = Effect(node, start, rule, sum, follows);
            int earlier = _paths.EarlierEdge[node];
            if (earlier >= 0)
            {
                effect -= Effect(earlier, start, rule, sum, follows);
            }

            contributions[_paths.EdgeFeature[node]] += effect;
        }
    }

    private void AddBelow(int node, int start, ReadOnlySpan<double> product, double[] sums, Span<double> sum)
    {
        if (_trees.Feature[node] == TreeEnsemble.Leaf)
        {
            double value = _trees.Value[node];
            for (int k = 0; k < sum.Length; k++)
            {
                sum[k] = value * product[k];
            }

            return;
        }

        ReadOnlySpan<double> left = sums.AsSpan((_trees.Left[node] - start) * sum.Length, sum.Length);
        ReadOnlySpan<double> right = sums.AsSpan((_trees.Right[node] - start) * sum.Length, sum.Length);
        for (int k = 0; k < sum.Length; k++)
        {
            sum[k] = left[k] + right[k];
        }
    }

    private double Effect(int edge, int start, GaussLegendre rule, ReadOnlySpan<double> sum, bool[] follows)
    {
        double share = _paths.Share[edge];
        bool isFollowed = follows[edge - start];
        double integral = 0;
        for (int k = 0; k < sum.Length; k++)
        {
            integral += rule.Weights[k] * sum[k] / Factor(share, isFollowed, rule.Points[k]);
        }

        return ((isFollowed ? 1 : 0) - share) * integral;
    }

    private static double Factor(double share, bool isFollowed, double t) => (share * (1 - t)) + (isFollowed ? t : 0);
}
