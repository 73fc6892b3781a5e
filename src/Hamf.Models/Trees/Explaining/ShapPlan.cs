using System.Runtime.InteropServices;
using Hamf.Models.Data;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// An ensemble made ready for <see cref="ShapKernel{TLanes, TLayout}"/>: its splits in depth-first order and the order of work. Immutable
/// and thread-safe.
/// </summary>
internal sealed unsafe class ShapPlan
{
    // A tree of at most as many splits has a slot for each and is walked down, then up: the processor foresees every turn. A larger one is
    // walked depth first with a slot per level, which keeps the work in the near caches. Measured: see the benchmark trees-explain.
    private const int MaxFlatSplits = 128;

    private readonly TreeEnsemble _trees;
    private readonly PathTable _paths;
    private readonly ShapTables _tables;
    private readonly List<ShapSplit> _splits = [];
    private readonly List<int> _steps = [];
    private readonly List<double> _leaves = [];
    private readonly AlignedDoubles _leafValues;

    // Of the node's split: its index in _splits.
    private readonly int[] _splitOf;
    private readonly int[] _parentOf;

    public ShapPlan(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features)
    {
        _trees = trees;
        _paths = new PathTable(trees);
        _tables = new ShapTables(trees, _paths);
        _splitOf = new int[trees.NodeCount];
        _parentOf = new int[trees.NodeCount];
        Features = features;
        Trees = new ShapTree[trees.TreeCount];
        for (int t = 0; t < Trees.Length; t++)
        {
            int first = _steps.Count;
            int points = _paths.PointsOf(t);
            AddTree(trees.TreeStarts[t], trees.TreeStarts[t + 1], points);
            Trees[t] = new ShapTree(first, _steps.Count, points, _tables.RuleOf(points), trees.TreeOutput[t]);
        }

        Splits = [.. _splits];
        Steps = [.. _steps];
        _leafValues = new AlignedDoubles(Math.Max(_leaves.Count, LeafWidth));
        CollectionsMarshal.AsSpan(_leaves).CopyTo(new Span<double>(_leafValues.Start, _leaves.Count));
    }

    /// <summary>What the trees ask.</summary>
    public IReadOnlyList<FeatureInfo> Features { get; }

    /// <summary>The trees.</summary>
    public ShapTree[] Trees { get; }

    /// <summary>All splits, tree after tree, depth first.</summary>
    public ShapSplit[] Splits { get; }

    /// <summary>A split's index when it is entered, after its parent; its complement when it is left, after both its sides.</summary>
    public int[] Steps { get; }

    /// <summary>Leaf values, [leaves x leaf width]. Valid as long as this object is alive.</summary>
    public double* Leaves => _leafValues.Start;

    /// <summary>Values per leaf.</summary>
    public int LeafWidth => _trees.LeafWidth;

    /// <summary>Raw outputs.</summary>
    public int OutputCount => _trees.OutputCount;

    /// <summary>What the sum of the trees is divided by.</summary>
    public double Divisor => _trees.Sum == TreeSum.DoubleMean ? _trees.TreeCount : 1;

    /// <summary>Mean raw outputs over the training rows, [outputs].</summary>
    public ReadOnlySpan<double> Bases => _paths.Bases;

    /// <summary>Most slots of a tree, with the one above the root.</summary>
    public int SlotCount { get; private set; } = 1;

    /// <summary>Most quadrature points of a tree.</summary>
    public int MaxPoints => _paths.MaxPoints;

    /// <summary>Numbers per point; see <see cref="ShapTables"/>.</summary>
    public double* Tables => _tables.Start;

    /// <summary>Whether the row's value goes left, for a split by category.</summary>
    public bool GoesLeft(int node, double value) => _trees.GoesLeft(node, value, Features);

    /// <summary>A value as the trees compare it.</summary>
    public double Read(int feature, double value) =>
        _trees.RoundsToSingle && Features[feature].Kind == FeatureKind.Numeric ? (float)value : value;

    private void AddTree(int root, int end, int points)
    {
        bool isFlat = end - root <= (2 * MaxFlatSplits) + 1;
        int firstSplit = _splits.Count;

        // An explicit stack: a model file may hold a tree as deep as it has leaves. A complement means that both sides are done.
        var pending = new Stack<int>();
        Push(root, parent: -1);
        while (pending.TryPop(out int node))
        {
            if (node < 0)
            {
                _steps.Add(~_splitOf[~node]);
                continue;
            }

            int index = _splits.Count;
            int slot = 1 + (isFlat ? index - firstSplit : _parentOf[node] < 0 ? 0 : _splits[_splitOf[_parentOf[node]]].Slot);
            SlotCount = Math.Max(SlotCount, slot + 1);
            _splitOf[node] = index;
            _steps.Add(index);
            _splits.Add(MakeSplit(node, slot, points));
            if (!isFlat)
            {
                pending.Push(~node);
            }

            Push(_trees.Right[node], node);
            Push(_trees.Left[node], node);
        }

        for (int index = _splits.Count - 1; index >= firstSplit && isFlat; index--)
        {
            _steps.Add(~index);
        }

        void Push(int node, int parent)
        {
            _parentOf[node] = parent;
            if (_trees.Feature[node] != TreeEnsemble.Leaf)
            {
                pending.Push(node);
            }
        }
    }

    private ShapSplit MakeSplit(int node, int slot, int points)
    {
        int left = _trees.Left[node];
        int right = _trees.Right[node];
        int earlier = _paths.EarlierEdge[left];
        double earlierShare = earlier < 0 ? 1 : _paths.Share[earlier];
        return new ShapSplit
        {
            Threshold = _trees.Threshold[node],
            LeftShare = _trees.Cover[left] / (_trees.Cover[left] + _trees.Cover[right]),
            EarlierShare = earlierShare,
            Node = node,
            Feature = _trees.Feature[node],
            Slot = slot,
            AboveSide = SideOf(node),
            EarlierSide = SideOf(earlier),
            Tables = earlier < 0 ? _tables.OnesOf(points) : _tables.AddInverses(earlierShare, points),
            LeftLeaf = AddLeaf(left),
            RightLeaf = AddLeaf(right),
            MissingLeft = _trees.DefaultLeft[node] ? -1 : 0,
            IsCategorical = _trees.SetStart[node] != TreeEnsemble.NoSet,
        };
    }

    // The side of the split above from which the node is entered.
    private int SideOf(int node)
    {
        int parent = node < 0 ? -1 : _parentOf[node];
        return parent < 0 ? 0 : (2 * _splits[_splitOf[parent]].Slot) + (_trees.Right[parent] == node ? 1 : 0);
    }

    private int AddLeaf(int node)
    {
        if (_trees.Feature[node] != TreeEnsemble.Leaf)
        {
            return -1;
        }

        _leaves.AddRange(_trees.Value.AsSpan(node * LeafWidth, LeafWidth));
        return (_leaves.Count / LeafWidth) - 1;
    }
}
