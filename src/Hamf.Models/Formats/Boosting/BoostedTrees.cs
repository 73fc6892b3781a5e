using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Boosting;

/// <summary>Joins the trees of a boosting library into one ensemble, each renumbered so that children stand after their parents. Not thread-safe.</summary>
internal sealed class BoostedTrees(FeatureInfo[] features, double[] bases)
{
    // Stands for a cover that the file does not tell; explanations then weigh such nodes as next to empty.
    private const float LeastCover = 1e-6f;

    // Words of category sets beyond which no real model goes: 32 MB.
    private const int MaxSetWords = 1 << 22;

    private readonly List<int> _starts = [0];
    private readonly List<int> _outputs = [];
    private readonly List<BoostedNode> _nodes = [];
    private readonly List<int> _setStarts = [];
    private readonly List<ulong> _words = [];
    private readonly double[] _gains = new double[features.Length];

    /// <summary>How leaf values are added. <value><see cref="TreeSum.Double"/></value></summary>
    public TreeSum Sum { get; init; }

    /// <summary>Whether values are rounded to floats before they are compared. <value>false</value></summary>
    public bool RoundsToSingle { get; init; }

    /// <summary>Adds a tree, whose root is its first node.</summary>
    /// <param name="tree">Its nodes; some may be unused.</param>
    /// <param name="output">The output it adds to.</param>
    /// <param name="path">Where it stands in the file.</param>
    /// <exception cref="ImportException">It is no tree.</exception>
    public void Add(BoostedNode[] tree, int output, string path)
    {
        if (tree.Length == 0)
        {
            throw new ImportException(path, "the tree has no nodes");
        }

        int start = _nodes.Count;
        var waiting = new Stack<(int From, int Parent, bool IsLeft)>();
        waiting.Push((0, -1, false));
        while (waiting.TryPop(out (int From, int Parent, bool IsLeft) at))
        {
            if (_nodes.Count - start == tree.Length || at.From < 0 || at.From >= tree.Length)
            {
                throw new ImportException(path, $"the tree is damaged: its nodes run in circles, or to node {at.From} of {tree.Length}");
            }

            int index = Place(tree[at.From], path);
            Link(at.Parent, index, at.IsLeft);
            if (tree[at.From].Feature != TreeEnsemble.Leaf)
            {
                waiting.Push((tree[at.From].Right, index, false));
                waiting.Push((tree[at.From].Left, index, true));
            }
        }

        _starts.Add(_nodes.Count);
        _outputs.Add(output);
    }

    /// <summary>All trees as one model.</summary>
    /// <exception cref="ImportException">They cannot be scored safely.</exception>
    public TreeModel Build(string algorithm, TreeLink link)
    {
        var trees = new TreeEnsemble
        {
            Bases = bases,
            TreeStarts = [.. _starts],
            TreeOutput = [.. _outputs],
            Sum = Sum,
            RoundsToSingle = RoundsToSingle,
            Feature = Column(node => node.Feature),
            Threshold = Column(node => node.Threshold),
            SetStart = [.. _setStarts],
            SetWords = [.. _words],
            DefaultLeft = Column(node => node.DefaultLeft),
            Left = Column(node => node.Left),
            Right = Column(node => node.Right),
            Value = Column(node => node.Value),
            Cover = Column(node => (double)node.Cover),
        };
        string? fault = TreeEnsembleCheck.FindFault(trees, features);
        fault ??= TreeRange.Fits(trees, link) ? null : "the sums of the leaves are beyond any number";
        if (fault is not null)
        {
            throw new ImportException(string.Empty, $"the trees are damaged: {fault}", "Copy the file again, or save the model again");
        }

        double sum = _gains.Sum();
        bool tells = sum > 0 && double.IsFinite(sum);
        return new TreeModel(algorithm, features, trees, link, Array.ConvertAll(_gains, gain => tells ? gain / sum : 0));
    }

    private int Place(BoostedNode node, string path)
    {
        bool isLeaf = node.Feature == TreeEnsemble.Leaf;
        if (!isLeaf && (node.Feature < 0 || node.Feature >= features.Length))
        {
            throw new ImportException(path, $"the tree is damaged: it asks feature {node.Feature} of {features.Length}");
        }

        if (!isLeaf && node.Gain > 0)
        {
            _gains[node.Feature] += node.Gain;
        }

        _setStarts.Add(!isLeaf && node.LeftCategories is { } set ? AddSet(features[node.Feature], set, node.OthersLeft, path) : TreeEnsemble.NoSet);
        _nodes.Add(node with
        {
            Left = 0,
            Right = 0,
            Value = isLeaf ? node.Value : 0,
            Cover = node.Cover is > LeastCover and <= 1e15f ? node.Cover : LeastCover,
        });
        return _nodes.Count - 1;
    }

    private int AddSet(FeatureInfo feature, ReadOnlySpan<uint> set, bool othersLeft, string path)
    {
        int start = _words.Count;
        int words = TreeEnsemble.WordsOf(feature);
        ulong other = othersLeft ? uint.MaxValue : 0;
        if (start > MaxSetWords - words)
        {
            throw new ImportException(path, "the splits by category hold more categories than any model", "Train with fewer categories");
        }

        for (int i = 0; i < words; i++)
        {
            ulong low = 2 * i < set.Length ? set[2 * i] : other;
            ulong high = (2 * i) + 1 < set.Length ? set[(2 * i) + 1] : other;
            _words.Add(low | (high << 32));
        }

        return start;
    }

    private void Link(int parent, int index, bool isLeft)
    {
        if (parent >= 0)
        {
            _nodes[parent] = isLeft ? _nodes[parent] with { Left = index } : _nodes[parent] with { Right = index };
        }
    }

    private T[] Column<T>(Converter<BoostedNode, T> get) => [.. _nodes.ConvertAll(get)];
}
