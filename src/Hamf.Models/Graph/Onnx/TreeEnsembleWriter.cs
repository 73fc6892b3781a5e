using Hamf.Models.Trees;

namespace Hamf.Models.Graph.Onnx;

/// <summary>Puts the nodes of a <see cref="TreeTable"/> into the order and the form of the scoring engine: at or below the threshold goes left.</summary>
internal sealed class TreeEnsembleWriter
{
    private readonly TreeTable _trees;
    private readonly TreeEnsemble _result;
    private int _count;

    /// <param name="trees">Trees whose nodes have one parent each, split by number.</param>
    /// <param name="bases">Each output before the first tree.</param>
    /// <param name="isMean">Whether the sum is divided by the number of trees.</param>
    /// <param name="roundsInput">Whether values are rounded to float before they are compared.</param>
    public TreeEnsembleWriter(TreeTable trees, double[] bases, bool isMean, bool roundsInput)
    {
        _trees = trees;
        int nodes = trees.Count;
        int width = bases.Length == 1 || IsOneOutputPerTree() ? 1 : bases.Length;
        _result = new TreeEnsemble
        {
            Bases = bases,
            TreeStarts = new int[trees.Roots.Length + 1],
            TreeOutput = new int[trees.Roots.Length],
            LeafWidth = width,
            Sum = isMean ? TreeSum.DoubleMean : trees.IsSingle ? TreeSum.Single : TreeSum.Double,
            RoundsToSingle = roundsInput,
            Feature = new int[nodes],
            Threshold = new double[nodes],
            SetStart = new int[nodes],
            SetWords = [],
            DefaultLeft = new bool[nodes],
            Left = new int[nodes],
            Right = new int[nodes],
            Value = new double[(long)nodes * width],
            Cover = new double[nodes],
        };
        Array.Fill(_result.SetStart, TreeEnsemble.NoSet);
    }

    /// <summary>The ensemble.</summary>
    public TreeEnsemble Write()
    {
        for (int tree = 0; tree < _trees.Roots.Length; tree++)
        {
            int output = WriteTree(_trees.Roots[tree]);
            _result.TreeOutput[tree] = _result.LeafWidth == 1 ? output : 0;
            _result.TreeStarts[tree + 1] = _count;
        }

        // A child stands behind its parent, so that from the end its cover is known first.
        for (int node = _count - 1; node >= 0; node--)
        {
            _result.Cover[node] = _result.Feature[node] == TreeEnsemble.Leaf ? 1 : _result.Cover[_result.Left[node]] + _result.Cover[_result.Right[node]];
        }

        return _result;
    }

    private bool IsOneOutputPerTree()
    {
        var open = new Stack<int>();
        foreach (int root in _trees.Roots)
        {
            int output = -1;
            open.Push(root);
            while (open.TryPop(out int node))
            {
                for (int i = _trees.WeightStart[node]; i < _trees.WeightStart[node + 1]; i++)
                {
                    if (output >= 0 && output != _trees.Target[i])
                    {
                        return false;
                    }

                    output = _trees.Target[i];
                }

                if (_trees.Mode[node] != TreeMode.Leaf)
                {
                    open.Push(_trees.Yes[node]);
                    open.Push(_trees.No[node]);
                }
            }
        }

        return true;
    }

    // The output that a tree of one output adds to.
    private int WriteTree(int root)
    {
        int output = 0;
        var open = new Stack<(int Node, int Parent, bool IsLeft)>();
        open.Push((root, -1, false));
        while (open.TryPop(out (int Node, int Parent, bool IsLeft) next))
        {
            int at = _count++;
            if (next.Parent >= 0)
            {
                (next.IsLeft ? _result.Left : _result.Right)[next.Parent] = at;
            }

            if (_trees.Mode[next.Node] == TreeMode.Leaf)
            {
                output = WriteLeaf(next.Node, at, output);
                continue;
            }

            (int left, int right) = WriteSplit(next.Node, at);
            open.Push((right, at, false));
            open.Push((left, at, true));
        }

        return output;
    }

    private int WriteLeaf(int node, int at, int output)
    {
        _result.Feature[at] = TreeEnsemble.Leaf;
        int width = _result.LeafWidth;
        for (int i = _trees.WeightStart[node]; i < _trees.WeightStart[node + 1]; i++)
        {
            output = _trees.Target[i];
            _result.Value[(at * width) + (width == 1 ? 0 : output)] += _trees.Weight[i];
        }

        return output;
    }

    private (int Left, int Right) WriteSplit(int node, int at)
    {
        double threshold = _trees.Threshold[node];
        TreeMode mode = _trees.Mode[node];
        bool yesIsLeft = mode is TreeMode.AtMost or TreeMode.Below;
        bool excludesThreshold = mode is TreeMode.Below or TreeMode.AtLeast;
        _result.Feature[at] = _trees.Feature[node];

        // Below t is at most the number before t; at least t is its opposite.
        _result.Threshold[at] = !excludesThreshold ? threshold : _result.RoundsToSingle ? MathF.BitDecrement((float)threshold) : Math.BitDecrement(threshold);
        _result.DefaultLeft[at] = _trees.MissingIsYes[node] == yesIsLeft;
        return yesIsLeft ? (_trees.Yes[node], _trees.No[node]) : (_trees.No[node], _trees.Yes[node]);
    }
}
