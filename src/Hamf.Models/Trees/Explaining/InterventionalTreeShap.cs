using Hamf.Models.Data;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// Exact interventional SHAP values against a background sample (Lundberg et al. 2020, "independent"). For a row and one background row,
/// a walk down a tree forks where the two go different ways at a feature that belongs to neither yet; from there on the feature belongs to
/// the one that was followed. A leaf reached with s features of the row and t of the background row is the value of every coalition that
/// holds the first and none of the second, which weighs (s - 1)! t! / (s + t)! for each of the first and -s! (t - 1)! / (s + t)! for each of
/// the second. The cost is that of the leaves reached, for each background row. Immutable and thread-safe.
/// </summary>
internal sealed class InterventionalTreeShap
{
    private const byte Nobody = 0;
    private const byte Row = 1;
    private const byte Background = 2;

    private readonly TreeEnsemble _trees;
    private readonly FeatureTable _background;

    // [s, t]: (s - 1)! t! / (s + t)!.
    private readonly double[,] _weights;

    public InterventionalTreeShap(TreeEnsemble trees, FeatureTable background)
    {
        _trees = trees;
        _background = background;
        _weights = WeightsUpTo(2 * new PathTable(trees).MaxPoints);
        Bases = MeanOutputs(trees, background);
    }

    /// <summary>Mean raw outputs over the background, [outputs].</summary>
    public double[] Bases { get; }

    /// <summary>Writes the contributions of a row, [features x outputs].</summary>
    public void Explain(ReadOnlySpan<double> values, Span<double> contributions)
    {
        contributions.Clear();
        var other = new double[values.Length];
        var walk = new Walk(values.Length);
        for (int b = 0; b < _background.RowCount; b++)
        {
            _background.CopyRow(b, other);
            for (int t = 0; t < _trees.TreeCount; t++)
            {
                AddTree(t, values, other, walk, contributions);
            }
        }

        double divisor = _background.RowCount * (_trees.Sum == TreeSum.DoubleMean ? _trees.TreeCount : 1.0);
        foreach (ref double contribution in contributions)
        {
            contribution /= divisor;
        }
    }

    private void AddTree(int tree, ReadOnlySpan<double> values, ReadOnlySpan<double> other, Walk walk, Span<double> contributions)
    {
        IReadOnlyList<FeatureInfo> features = _background.Features;
        walk.Pending.Push(new Step(_trees.TreeStarts[tree], 0, Nobody));
        while (walk.Pending.TryPop(out Step step))
        {
            walk.Give(step.Feature, step.Owner);
            int node = step.Node;
            while (node >= 0 && _trees.Feature[node] != TreeEnsemble.Leaf)
            {
                int feature = _trees.Feature[node];
                bool rowLeft = _trees.GoesLeft(node, values[feature], features);
                bool otherLeft = _trees.GoesLeft(node, other[feature], features);
                if (rowLeft != otherLeft && walk.OwnerOf(feature) == Nobody)
                {
                    walk.Pending.Push(new Step(-1, feature, Nobody));
                    walk.Pending.Push(new Step(otherLeft ? _trees.Left[node] : _trees.Right[node], feature, Background));
                    walk.Give(feature, Row);
                }

                bool left = walk.OwnerOf(feature) == Background ? otherLeft : rowLeft;
                node = left ? _trees.Left[node] : _trees.Right[node];
            }

            if (node >= 0)
            {
                AddLeaf(tree, node, walk, contributions);
            }
        }
    }

    private void AddLeaf(int tree, int node, Walk walk, Span<double> contributions)
    {
        int s = walk.CountOf(Row);
        int t = walk.CountOf(Background);
        foreach (int feature in walk.Owned)
        {
            double weight = walk.OwnerOf(feature) == Row ? _weights[s, t] : -_weights[t, s];
            for (int o = 0; o < _trees.LeafWidth; o++)
            {
                contributions[(feature * _trees.OutputCount) + _trees.TreeOutput[tree] + o] += weight * _trees.Value[(node * _trees.LeafWidth) + o];
            }
        }
    }

    private static double[,] WeightsUpTo(int most)
    {
        var weights = new double[most + 1, most + 1];
        for (int s = 1; s <= most; s++)
        {
            weights[s, 0] = 1.0 / s;
            for (int t = 1; t <= most; t++)
            {
                weights[s, t] = weights[s, t - 1] * t / (s + t);
            }
        }

        return weights;
    }

    private static double[] MeanOutputs(TreeEnsemble trees, FeatureTable background)
    {
        var values = new double[background.Columns.Length];
        var outputs = new double[trees.OutputCount];
        var means = new double[trees.OutputCount];
        for (int b = 0; b < background.RowCount; b++)
        {
            background.CopyRow(b, values);
            PlainScorer.Score(trees, background.Features, values, outputs);
            for (int o = 0; o < means.Length; o++)
            {
                means[o] += outputs[o] / background.RowCount;
            }
        }

        return means;
    }

    /// <summary>Gives a feature to an owner, then goes on at a node; -1 goes nowhere.</summary>
    private readonly record struct Step(int Node, int Feature, byte Owner);

    /// <summary>Who owns which feature on the way down, and where the way forked.</summary>
    private sealed class Walk(int features)
    {
        private readonly byte[] _owners = new byte[features];
        private readonly int[] _counts = new int[3];

        public Stack<Step> Pending { get; } = new();

        /// <summary>Features that somebody owns.</summary>
        public List<int> Owned { get; } = [];

        public byte OwnerOf(int feature) => _owners[feature];

        public int CountOf(byte owner) => _counts[owner];

        // Forks are undone in the reverse order, so a feature that goes back to nobody is the last that was taken.
        public void Give(int feature, byte owner)
        {
            byte before = _owners[feature];
            _counts[before]--;
            _counts[owner]++;
            _owners[feature] = owner;
            if (before == Nobody && owner != Nobody)
            {
                Owned.Add(feature);
            }
            else if (before != Nobody && owner == Nobody)
            {
                Owned.RemoveAt(Owned.Count - 1);
            }
        }
    }
}
