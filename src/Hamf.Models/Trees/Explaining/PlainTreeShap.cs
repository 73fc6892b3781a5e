using Hamf.Models.Data;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// <see cref="TreeShap"/> in its plain form: leaf by leaf and point by point, one row, one output. One pass down multiplies the factors of
/// the paths, one pass up adds the leaves; each feature's factor is divided out where its effect is counted. Immutable and thread-safe.
/// </summary>
/// <param name="trees">The trees.</param>
/// <param name="features">What they ask.</param>
/// <param name="output">The output to explain.</param>
internal sealed class PlainTreeShap(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, int output = 0)
{
    private readonly TreeEnsemble _trees = trees;
    private readonly PathTable _paths = new(trees);

    /// <summary>Writes the contributions of a row to the raw output.</summary>
    /// <returns>The mean raw output over the training rows.</returns>
    public double Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        contributions.Clear();
        var products = new double[_paths.MaxNodes * _paths.MaxPoints];
        var sums = new double[products.Length];
        var follows = new bool[_paths.MaxNodes];
        for (int t = 0; t < _trees.TreeCount; t++)
        {
            if (output >= _trees.TreeOutput[t] && output < _trees.TreeOutput[t] + _trees.LeafWidth)
            {
                var rule = new GaussLegendre(_paths.PointsOf(t));
                MultiplyDown(t, values, rule, products, follows);
                AddUp(t, rule, products, sums, follows, contributions);
            }
        }

        for (int f = 0; f < contributions.Length && _trees.Sum == TreeSum.DoubleMean; f++)
        {
            contributions[f] /= _trees.TreeCount;
        }

        return _paths.Bases[output];
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

            bool goesLeft = _trees.GoesLeft(node, values[feature], features);
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
            AddBelow(tree, node, products.AsSpan(at, points), sums, sum);
            double effect = Effect(node, start, rule, sum, follows);
            int earlier = _paths.EarlierEdge[node];
            if (earlier >= 0)
            {
                effect -= Effect(earlier, start, rule, sum, follows);
            }

            contributions[_paths.EdgeFeature[node]] += effect;
        }
    }

    private void AddBelow(int tree, int node, ReadOnlySpan<double> product, double[] sums, Span<double> sum)
    {
        int start = _trees.TreeStarts[tree];
        if (_trees.Feature[node] == TreeEnsemble.Leaf)
        {
            double value = _trees.Value[(node * _trees.LeafWidth) + output - _trees.TreeOutput[tree]];
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
