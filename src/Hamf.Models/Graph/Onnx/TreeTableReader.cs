namespace Hamf.Models.Graph.Onnx;

/// <summary>Reads the trees of TreeEnsembleClassifier and TreeEnsembleRegressor.</summary>
internal sealed class TreeTableReader
{
    private readonly NodeSettings _settings;
    private readonly IReadOnlyList<long> _trees;
    private readonly IReadOnlyList<long> _ids;
    private readonly Dictionary<(long Tree, long Id), int> _indexOf;

    private TreeTableReader(NodeSettings settings)
    {
        _settings = settings;
        _trees = settings.Integers("nodes_treeids");
        _ids = settings.Integers("nodes_nodeids");
        _indexOf = new Dictionary<(long Tree, long Id), int>(_ids.Count);
    }

    /// <summary>The trees.</summary>
    /// <param name="settings">The node.</param>
    /// <param name="prefix">Of the attributes of leaves: <c>class</c> or <c>target</c>.</param>
    /// <param name="targets">Number of outputs.</param>
    public static TreeTable Read(NodeSettings settings, string prefix, int targets) => new TreeTableReader(settings).Build(prefix, targets);

    /// <summary>The number of a branch mode by its name.</summary>
    public static TreeMode ModeOf(string name, NodeSettings settings) => name switch
    {
        "BRANCH_LEQ" => TreeMode.AtMost,
        "BRANCH_LT" => TreeMode.Below,
        "BRANCH_GTE" => TreeMode.AtLeast,
        "BRANCH_GT" => TreeMode.Above,
        "BRANCH_EQ" => TreeMode.Equal,
        "BRANCH_NEQ" => TreeMode.NotEqual,
        "LEAF" => TreeMode.Leaf,
        _ => throw settings.Fault($"the mode of a tree node is '{name}', which is not supported"),
    };

    private TreeTable Build(string prefix, int targets)
    {
        int count = _ids.Count;
        IReadOnlyList<string> modes = _settings.Texts("nodes_modes");
        double[] thresholds = _settings.Values("nodes_values");
        IReadOnlyList<long> features = Column("nodes_featureids");
        IReadOnlyList<long> missing = _settings.Integers("nodes_missing_value_tracks_true");
        Require(_trees.Count == count && modes.Count == count && thresholds.Length == count && (missing.Count == 0 || missing.Count == count));
        for (int i = 0; i < count; i++)
        {
            if (!_indexOf.TryAdd((_trees[i], _ids[i]), i))
            {
                throw _settings.Fault($"node {_ids[i]} of tree {_trees[i]} stands there twice");
            }
        }

        TreeMode[] kinds = [.. modes.Select(mode => ModeOf(mode, _settings))];
        int[] yes = Children("nodes_truenodeids", kinds);
        int[] no = Children("nodes_falsenodeids", kinds);
        (int[] starts, int[] target, double[] weight) = Weights(prefix);
        return new TreeTable
        {
            Roots = Roots(kinds, yes, no),
            Feature = [.. features.Select(feature => (int)Math.Clamp(feature, -1, int.MaxValue))],
            Mode = kinds,
            Threshold = thresholds,
            Yes = yes,
            No = no,
            MissingIsYes = [.. Enumerable.Range(0, count).Select(i => missing.Count > 0 && missing[i] != 0)],
            WeightStart = starts,
            Target = target,
            Weight = weight,
            Members = new Dictionary<int, HashSet<double>>(),
            IsSingle = _settings.Tensor("nodes_values_as_tensor") is not { Type: ElementType.Double },
        }.Checked(targets, _settings);
    }

    private int[] Children(string name, TreeMode[] kinds)
    {
        IReadOnlyList<long> ids = Column(name);
        var children = new int[kinds.Length];
        for (int i = 0; i < children.Length; i++)
        {
            if (kinds[i] != TreeMode.Leaf && !_indexOf.TryGetValue((_trees[i], ids[i]), out children[i]))
            {
                throw _settings.Fault($"node {_ids[i]} of tree {_trees[i]} leads to node {ids[i]}, which is not there");
            }
        }

        return children;
    }

    // One root in each tree, in the order in which the trees come.
    private int[] Roots(TreeMode[] kinds, int[] yes, int[] no)
    {
        var isChild = new bool[kinds.Length];
        for (int i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] != TreeMode.Leaf)
            {
                (isChild[yes[i]], isChild[no[i]]) = (true, true);
            }
        }

        int[] roots = [.. Enumerable.Range(0, kinds.Length).Where(i => !isChild[i])];
        return roots.Select(root => _trees[root]).Distinct().Count() == roots.Length
            ? roots
            : throw _settings.Fault("a tree has several roots");
    }

    private (int[] Starts, int[] Target, double[] Weight) Weights(string prefix)
    {
        IReadOnlyList<long> trees = _settings.Integers($"{prefix}_treeids");
        IReadOnlyList<long> ids = _settings.Integers($"{prefix}_nodeids");
        IReadOnlyList<long> targets = _settings.Integers($"{prefix}_ids");
        double[] weights = _settings.Values($"{prefix}_weights");
        Require(trees.Count == weights.Length && ids.Count == weights.Length && targets.Count == weights.Length);
        var node = new int[weights.Length];
        for (int i = 0; i < node.Length; i++)
        {
            if (!_indexOf.TryGetValue((trees[i], ids[i]), out node[i]) || !double.IsFinite(weights[i]))
            {
                throw _settings.Fault($"the weight {weights[i]} of node {ids[i]} in tree {trees[i]} has no such node, or is not finite");
            }
        }

        // Sorted by node; those of one node keep their order.
        int[] order = [.. Enumerable.Range(0, node.Length).OrderBy(i => node[i])];
        var starts = new int[_ids.Count + 1];
        foreach (int at in node)
        {
            starts[at + 1]++;
        }

        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        return (starts, [.. order.Select(i => (int)Math.Clamp(targets[i], -1, int.MaxValue))], [.. order.Select(i => weights[i])]);
    }

    private IReadOnlyList<long> Column(string name)
    {
        IReadOnlyList<long> values = _settings.Integers(name);
        Require(values.Count == _ids.Count);
        return values;
    }

    private void Require(bool fits)
    {
        if (!fits)
        {
            throw _settings.Fault("its lists of tree nodes are of different lengths");
        }
    }
}
