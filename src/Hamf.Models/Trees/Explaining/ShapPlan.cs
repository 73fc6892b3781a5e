using Hamf.Models.Data;

namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// An ensemble made ready for <see cref="ShapKernel{TLanes, TLayout}"/>: its splits in depth-first order and the order of work. Immutable
/// and thread-safe.
/// </summary>
internal sealed unsafe class ShapPlan
{
    // 1 GiB of tables; 500 trees of 31 leaves need 2 MB.
    private const long MaxTableDoubles = 1L << 27;

    private readonly TreeEnsemble _trees;
    private readonly PathTable _paths;
    private readonly List<ShapSplit> _splits = [];
    private readonly List<int> _steps = [];
    private readonly List<double> _leaves = [];
    private readonly AlignedDoubles _tables;
    private int _tableEnd;

    public ShapPlan(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features)
    {
        _trees = trees;
        _paths = new PathTable(trees);
        Features = features;
        _tables = new AlignedDoubles(CountTableDoubles());
        Dictionary<int, int> rules = WriteRules();
        Trees = new ShapTree[trees.TreeCount];
        for (int t = 0; t < Trees.Length; t++)
        {
            int first = _steps.Count;
            int points = _paths.PointsOf(t);
            AddTree(trees.TreeStarts[t], points, rules[points]);
            Trees[t] = new ShapTree(first, _steps.Count, points, rules[points], trees.TreeOutput[t]);
        }

        Splits = [.. _splits];
        Steps = [.. _steps];
        Leaves = [.. _leaves];
    }

    /// <summary>What the trees ask.</summary>
    public IReadOnlyList<FeatureInfo> Features { get; }

    /// <summary>The trees.</summary>
    public ShapTree[] Trees { get; }

    /// <summary>All splits, tree after tree, depth first.</summary>
    public ShapSplit[] Splits { get; }

    /// <summary>A split's index when it is entered, its complement when both its sides are done.</summary>
    public int[] Steps { get; }

    /// <summary>Leaf values, [leaves x leaf width].</summary>
    public double[] Leaves { get; }

    /// <summary>Values per leaf.</summary>
    public int LeafWidth => _trees.LeafWidth;

    /// <summary>Raw outputs.</summary>
    public int OutputCount => _trees.OutputCount;

    /// <summary>What the sum of the trees is divided by.</summary>
    public double Divisor => _trees.Sum == TreeSum.DoubleMean ? _trees.TreeCount : 1;

    /// <summary>Mean raw outputs over the training rows, [outputs].</summary>
    public IReadOnlyList<double> Bases => _paths.Bases;

    /// <summary>Slots of the deepest tree, with one above the root.</summary>
    public int SlotCount { get; private set; } = 1;

    /// <summary>Most quadrature points of a tree.</summary>
    public int MaxPoints => _paths.MaxPoints;

    /// <summary>
    /// Per rule its points and weights; per split of a feature asked before 1 / (z + (1 - z) t) and its square, z being the share of the
    /// earlier edge. Each padded to whole cache lines.
    /// </summary>
    public double* Tables => _tables.Start;

    /// <summary>Whether the row's value goes left, for a split by category.</summary>
    public bool GoesLeft(int node, double value) => _trees.GoesLeft(node, value, Features);

    /// <summary>A value as the trees compare it.</summary>
    public double Read(int feature, double value) =>
        _trees.RoundsToSingle && Features[feature].Kind == FeatureKind.Numeric ? (float)value : value;

    private int CountTableDoubles()
    {
        long count = 0;
        for (int t = 0; t < _trees.TreeCount; t++)
        {
            int padded = AlignedDoubles.RoundUp(_paths.PointsOf(t));
            count += 2 * padded;
            for (int node = _trees.TreeStarts[t]; node < _trees.TreeStarts[t + 1]; node++)
            {
                bool asksAgain = _trees.Feature[node] != TreeEnsemble.Leaf && _paths.EarlierEdge[_trees.Left[node]] >= 0;
                count += asksAgain ? 2 * padded : 0;
            }
        }

        return count <= MaxTableDoubles
            ? (int)count
            : throw new NotSupportedException($"The trees are too deep to be explained: {count * 8 >> 20:N0} MiB of tables, at most {MaxTableDoubles * 8 >> 20:N0} MiB.");
    }

    // What pads a rule has weight 0, so it adds nothing.
    private Dictionary<int, int> WriteRules()
    {
        var rules = new Dictionary<int, int>();
        for (int t = 0; t < _trees.TreeCount; t++)
        {
            int points = _paths.PointsOf(t);
            if (rules.TryAdd(points, _tableEnd))
            {
                var rule = new GaussLegendre(points);
                Span<double> values = TakeTable(points);
                values.Fill(0.5);
                rule.Points.CopyTo(values);
                rule.Weights.CopyTo(TakeTable(points));
            }
        }

        return rules;
    }

    private Span<double> TakeTable(int points)
    {
        int length = AlignedDoubles.RoundUp(points);
        var table = new Span<double>(_tables.Start + _tableEnd, length);
        _tableEnd += length;
        return table;
    }

    private void AddTree(int root, int points, int rule)
    {
        if (_trees.Feature[root] == TreeEnsemble.Leaf)
        {
            return;
        }

        // An explicit stack: a model file may hold a tree as deep as it has leaves. A complement means that both sides are done.
        var pending = new Stack<int>();
        var splitOf = new Dictionary<int, int>();
        var parentOf = new Dictionary<int, int>();
        pending.Push(root);
        while (pending.TryPop(out int node))
        {
            if (node < 0)
            {
                _steps.Add(~splitOf[~node]);
                continue;
            }

            int parent = parentOf.GetValueOrDefault(node, -1);
            splitOf.Add(node, _splits.Count);
            _steps.Add(_splits.Count);
            _splits.Add(MakeSplit(node, parent < 0 ? null : _splits[splitOf[parent]], parentOf, splitOf, points, rule));
            pending.Push(~node);
            PushSplit(_trees.Right[node], node);
            PushSplit(_trees.Left[node], node);
        }

        void PushSplit(int child, int parent)
        {
            if (_trees.Feature[child] != TreeEnsemble.Leaf)
            {
                parentOf.Add(child, parent);
                pending.Push(child);
            }
        }
    }

    private ShapSplit MakeSplit(
        int node, ShapSplit? parent, Dictionary<int, int> parentOf, Dictionary<int, int> splitOf, int points, int rule)
    {
        int slot = (parent?.Slot ?? 0) + 1;
        SlotCount = Math.Max(SlotCount, slot + 1);
        int left = _trees.Left[node];
        int earlier = _paths.EarlierEdge[left];
        double earlierShare = earlier < 0 ? 1 : _paths.Share[earlier];
        int earlierNode = earlier < 0 ? -1 : parentOf[earlier];
        return new ShapSplit
        {
            Threshold = _trees.Threshold[node],
            MissingLeft = BitConverter.Int64BitsToDouble(_trees.DefaultLeft[node] ? -1 : 0),
            Share = _paths.Share[left],
            EarlierShare = earlierShare,
            Node = node,
            Feature = _trees.Feature[node],
            Slot = slot,
            EarlierSlot = earlier < 0 ? 0 : _splits[splitOf[earlierNode]].Slot,
            Tables = earlier < 0 ? 0 : WriteInverses(earlierShare, points, rule),
            LeftLeaf = AddLeaf(left),
            RightLeaf = AddLeaf(_trees.Right[node]),
            IsRight = parent is { } p && _trees.Right[p.Node] == node,
            EarlierIsRight = earlier >= 0 && _trees.Right[earlierNode] == earlier,
            IsCategorical = _trees.SetStart[node] != TreeEnsemble.NoSet,
        };
    }

    private int WriteInverses(double share, int points, int rule)
    {
        int start = _tableEnd;
        Span<double> inverses = TakeTable(points);
        Span<double> squares = TakeTable(points);
        for (int k = 0; k < inverses.Length; k++)
        {
            inverses[k] = 1 / (share + ((1 - share) * _tables.Start[rule + k]));
            squares[k] = inverses[k] * inverses[k];
        }

        return start;
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
