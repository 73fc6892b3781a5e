using Hamf.Models.Data;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Splitting;

namespace Hamf.Models.Trees.Isolation;

/// <summary>
/// Grows one isolation tree: a random feature that is not constant in the node, a random place to cut it, until rows stand alone or the depth is
/// that of a balanced tree, beyond which paths say little (Liu et al. 2008). A leaf's value is its path length as a share of the expected one.
/// </summary>
internal sealed class IsolationGrower
{
    private readonly IReadOnlyList<FeatureInfo> _features;
    private readonly double[][] _rows;
    private readonly TreeEnsembleBuilder _builder;
    private readonly int[] _order;
    private readonly int _maxDepth;
    private readonly double _expected;
    private SplitMix64 _random;

    /// <param name="features">What the rows hold.</param>
    /// <param name="rows">[rows][features]; reordered.</param>
    /// <param name="random">Drawn from.</param>
    public IsolationGrower(IReadOnlyList<FeatureInfo> features, double[][] rows, SplitMix64 random)
    {
        _features = features;
        _rows = rows;
        _random = random;
        _builder = new TreeEnsembleBuilder(features, [0]);
        _order = Enumerable.Range(0, features.Count).ToArray();
        _maxDepth = (int)Math.Ceiling(Math.Log2(rows.Length));
        _expected = PathLength.Expected(rows.Length);
        AskedRows = new double[features.Count];
    }

    /// <summary>How many rows were asked for each feature, summed over the splits, [features].</summary>
    public double[] AskedRows { get; }

    /// <summary>Grows the tree.</summary>
    public TreeEnsemble Grow()
    {
        var pending = new Stack<Pending>();
        pending.Push(new Pending(_builder.AddLeaf(_rows.Length), 0, _rows.Length, 0));
        while (pending.TryPop(out Pending node))
        {
            if (node.Depth >= _maxDepth || FindFeature(node) is not int feature)
            {
                // One row that all the training has is as usual as any: its share is 1.
                double length = node.Depth + PathLength.Expected(node.Count);
                _builder.SetValue(node.Node, _expected > 0 ? length / _expected : 1);
                continue;
            }

            AskedRows[feature] += node.Count;
            (int left, int middle) = _features[feature].Kind == FeatureKind.Categorical ? SplitSet(node, feature) : SplitRange(node, feature);
            pending.Push(new Pending(left + 1, middle, node.End, node.Depth + 1));
            pending.Push(new Pending(left, node.Start, middle, node.Depth + 1));
        }

        _builder.EndTree();
        return _builder.BuildLast();
    }

    private int? FindFeature(Pending node)
    {
        for (int undrawn = _order.Length; undrawn > 0; undrawn--)
        {
            int at = _random.Next(undrawn);
            (_order[at], _order[undrawn - 1]) = (_order[undrawn - 1], _order[at]);
            int feature = _order[undrawn - 1];
            ReadOnlySpan<double[]> rows = _rows.AsSpan(node.Start, node.Count);
            double first = rows[0][feature];
            foreach (double[] row in rows)
            {
                if (row[feature] != first && !(double.IsNaN(first) && double.IsNaN(row[feature])))
                {
                    return feature;
                }
            }
        }

        return null;
    }

    // Missing values go to a side at random, so that a missing value is as unusual as it is rare among the values of that side.
    private (int Left, int Middle) SplitRange(Pending node, int feature)
    {
        double low = double.PositiveInfinity;
        double high = double.NegativeInfinity;
        foreach (double[] row in _rows.AsSpan(node.Start, node.Count))
        {
            // Comparisons with NaN are false.
            low = row[feature] < low ? row[feature] : low;
            high = row[feature] > high ? row[feature] : high;
        }

        bool isOneValue = !(low < high);
        double threshold = isOneValue ? double.PositiveInfinity : DrawBetween(low, high);
        bool missingLeft = !isOneValue && _random.Next(2) == 0;
        int middle = Divide(node, row => double.IsNaN(row[feature]) ? missingLeft : row[feature] <= threshold);
        return (_builder.SplitByThreshold(node.Node, feature, threshold, missingLeft, middle - node.Start), middle);
    }

    // Infinite ends are cut to the largest numbers; shares of both ends cannot overflow as their difference could.
    private double DrawBetween(double low, double high)
    {
        double share = _random.NextShare();
        double drawn = (Math.Max(low, double.MinValue) * (1 - share)) + (Math.Min(high, double.MaxValue) * share);
        return SingleCut.Near(Math.Clamp(drawn, low, Math.BitDecrement(high)), low, high);
    }

    // Each category of the node goes to a side at random, missing among them. What the node has not seen follows its fewer rows:
    // a category that never occurred is unusual.
    private (int Left, int Middle) SplitSet(Pending node, int feature)
    {
        int unseen = _features[feature].UnseenCode;
        int missing = unseen + 1;
        int CodeOf(double[] row) => double.IsNaN(row[feature]) ? missing : CategoryCode.IndexOf(row[feature], unseen);
        int[] present = _rows.AsSpan(node.Start, node.Count).ToArray().Select(CodeOf).Distinct().Order().ToArray();
        var goesLeft = new HashSet<int>();
        int different = _random.Next(present.Length);
        bool sideOfDifferent = _random.Next(2) == 0;
        for (int i = 0; i < present.Length; i++)
        {
            // One category is opposite to the next, so that no side is empty.
            bool isLeft = i == different ? sideOfDifferent : i == (different + 1) % present.Length ? !sideOfDifferent : _random.Next(2) == 0;
            if (isLeft)
            {
                goesLeft.Add(present[i]);
            }
        }

        int middle = Divide(node, row => goesLeft.Contains(CodeOf(row)));
        if (2 * (middle - node.Start) < node.Count)
        {
            goesLeft.UnionWith(Enumerable.Range(0, missing + 1).Except(present));
        }

        bool missingLeft = goesLeft.Remove(missing);
        return (_builder.SplitByCategory(node.Node, feature, goesLeft, missingLeft, middle - node.Start), middle);
    }

    private int Divide(Pending node, Predicate<double[]> goesLeft)
    {
        Span<double[]> rows = _rows.AsSpan(node.Start, node.Count);
        int left = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            if (goesLeft(rows[i]))
            {
                (rows[left], rows[i]) = (rows[i], rows[left]);
                left++;
            }
        }

        return node.Start + left;
    }

    private readonly record struct Pending(int Node, int Start, int End, int Depth)
    {
        public int Count => End - Start;
    }
}
