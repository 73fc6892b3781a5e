using Hamf.Models.Data;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Sklearn.Trees;

/// <summary>Joins the trees of scikit-learn into one ensemble. The arrays are made once, at their final length: a forest may have millions of nodes.</summary>
internal sealed class TreeAssembly
{
    // Trees grown on zero weights have nodes without cover; explanations need some.
    private const double LeastCover = 1e-9;
    private const double MostCover = 1e15;

    private readonly StateReader _owner;
    private readonly int _width;
    private readonly int _featureCount;
    private readonly TreeEnsemble _trees;
    private readonly double[] _importance;
    private int _tree;
    private int _node;

    /// <param name="owner">The model, for errors.</param>
    /// <param name="featureCount">Columns of the model.</param>
    /// <param name="nodeCounts">Number of nodes of each tree to come.</param>
    /// <param name="bases">Each output before the first tree.</param>
    /// <param name="width">Values per leaf.</param>
    /// <param name="sum">How leaf values are added.</param>
    public TreeAssembly(StateReader owner, int featureCount, IReadOnlyList<int> nodeCounts, double[] bases, int width, TreeSum sum)
    {
        (_owner, _featureCount, _width) = (owner, featureCount, width);
        long nodes = nodeCounts.Sum(count => (long)count);
        if (nodes * Math.Max(width, 1) > Array.MaxLength)
        {
            throw owner.Fault($"the trees have {nodes} nodes, which is more than can be held");
        }

        _importance = new double[featureCount];
        _trees = new TreeEnsemble
        {
            Bases = bases,
            TreeStarts = new int[nodeCounts.Count + 1],
            TreeOutput = new int[nodeCounts.Count],
            LeafWidth = width,
            Sum = sum,
            RoundsToSingle = true,
            Feature = new int[nodes],
            Threshold = new double[nodes],
            SetStart = new int[nodes],
            SetWords = [],
            DefaultLeft = new bool[nodes],
            Left = new int[nodes],
            Right = new int[nodes],
            Value = new double[nodes * width],
            Cover = new double[nodes],
        };
        Array.Fill(_trees.SetStart, TreeEnsemble.NoSet);
    }

    /// <summary>Adds the next tree.</summary>
    /// <param name="tree">Its nodes.</param>
    /// <param name="output">The output that it adds to, or the first of <c>width</c>.</param>
    /// <param name="columns">The model's column of each of the tree's features; null when they are the same.</param>
    /// <param name="leafValue">What value number i of a leaf is; the node comes first.</param>
    /// <param name="depthMatters">Whether <paramref name="leafValue"/> wants the number of nodes on the leaf's path.</param>
    public void Add(TreeColumns tree, int output, int[]? columns, Func<TreeColumns, int, int, int, double> leafValue, bool depthMatters = false)
    {
        int start = _node;
        int[] depths = depthMatters ? new int[tree.Count] : [];
        var gains = new double[_featureCount];
        for (int node = 0; node < tree.Count; node++)
        {
            int at = start + node;
            _trees.Cover[at] = Math.Clamp(tree.Weight(node), LeastCover, MostCover);
            (long left, long right) = (tree.Left(node), tree.Right(node));
            if (left == -1 && right == -1)
            {
                _trees.Feature[at] = TreeEnsemble.Leaf;
                for (int i = 0; i < _width; i++)
                {
                    _trees.Value[(at * _width) + i] = leafValue(tree, node, i, depthMatters ? depths[node] + 1 : 0);
                }

                continue;
            }

            if (left <= node || left >= tree.Count || right <= node || right >= tree.Count)
            {
                throw _owner.Fault($"tree {_tree} is damaged: node {node} has the children {left} and {right} of {tree.Count} nodes");
            }

            int feature = FeatureOf(tree, node, columns);
            (_trees.Feature[at], _trees.Threshold[at], _trees.DefaultLeft[at]) = (feature, tree.Threshold(node), tree.MissingGoesLeft(node));
            (_trees.Left[at], _trees.Right[at]) = (start + (int)left, start + (int)right);
            gains[feature] += Gain(tree, node, (int)left, (int)right);
            if (depthMatters)
            {
                (depths[left], depths[right]) = (depths[node] + 1, depths[node] + 1);
            }
        }

        AddShares(gains);
        _trees.TreeOutput[_tree++] = output;
        _node += tree.Count;
        _trees.TreeStarts[_tree] = _node;
    }

    /// <summary>The model, once all trees are added.</summary>
    /// <exception cref="ImportException">The trees cannot be proved sane.</exception>
    public TreeModel Build(string algorithm, TreeLink link)
    {
        FeatureInfo[] features = [.. Enumerable.Range(0, _featureCount).Select(i => FeatureInfo.Numeric($"x{i}"))];
        string? fault = TreeEnsembleCheck.FindFault(_trees, features);
        if (fault is not null)
        {
            throw _owner.Fault($"the trees are damaged: {fault}");
        }

        double sum = _importance.Sum();
        double[] shares = Array.ConvertAll(_importance, value => sum > 0 ? Math.Clamp(value / sum, 0, 1) : 0);
        return new TreeModel(algorithm, features, _trees, link, shares);
    }

    private int FeatureOf(TreeColumns tree, int node, int[]? columns)
    {
        long feature = tree.Feature(node);
        if (feature < 0 || feature >= (columns?.Length ?? _featureCount))
        {
            throw _owner.Fault($"tree {_tree} is damaged: node {node} asks feature {feature} of {_featureCount}");
        }

        return columns is null ? (int)feature : columns[feature];
    }

    // What a split takes away from the impurity, by weight: Breiman's importance.
    private static double Gain(TreeColumns tree, int node, int left, int right)
    {
        double gain = (tree.Weight(node) * tree.Impurity(node)) - (tree.Weight(left) * tree.Impurity(left)) - (tree.Weight(right) * tree.Impurity(right));
        return double.IsFinite(gain) ? Math.Max(gain, 0) : 0;
    }

    private void AddShares(double[] gains)
    {
        double sum = gains.Sum();
        for (int f = 0; f < gains.Length && sum > 0 && double.IsFinite(sum); f++)
        {
            _importance[f] += gains[f] / sum;
        }
    }
}
