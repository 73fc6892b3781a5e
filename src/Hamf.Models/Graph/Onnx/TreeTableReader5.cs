namespace Hamf.Models.Graph.Onnx;

/// <summary>Reads the trees of TreeEnsemble, version 5: leaves stand in lists of their own.</summary>
internal static class TreeTableReader5
{
    private const int Member = (int)TreeMode.Member;

    /// <summary>The trees. Every way to a leaf gets a node of its own, so that trees stay trees.</summary>
    public static TreeTable Read(NodeSettings settings, int targets)
    {
        int[] features = settings.Smalls("nodes_featureids");
        double[] splits = Numbers(settings, "nodes_splits");
        double[] modes = Numbers(settings, "nodes_modes");
        int[] missing = settings.Smalls("nodes_missing_value_tracks_true");
        int[] leafTargets = settings.Smalls("leaf_targetids");
        double[] leafWeights = Numbers(settings, "leaf_weights");
        int count = features.Length;
        bool fits = splits.Length == count && modes.Length == count && (missing.Length == 0 || missing.Length == count);
        if (!fits || leafTargets.Length != leafWeights.Length || Array.Exists(modes, mode => mode is not (>= 0 and <= Member)))
        {
            throw settings.Fault("its lists of tree nodes are of different lengths, or hold an unknown mode");
        }

        var leaves = new List<int>();
        int[] yes = Children("nodes_truenodeids", "nodes_trueleafs");
        int[] no = Children("nodes_falsenodeids", "nodes_falseleafs");
        int[] roots = settings.Smalls("tree_roots");
        return Array.Exists(roots, root => root < 0 || root >= count)
            ? throw settings.Fault("a root of its trees is not there")
            : new TreeTable
            {
                Roots = roots,
                Feature = [.. features, .. leaves.Select(_ => 0)],
                Mode = [.. modes.Select(mode => (TreeMode)mode), .. leaves.Select(_ => TreeMode.Leaf)],
                Threshold = [.. modes.Select((mode, i) => mode == Member ? 0 : splits[i]), .. leaves.Select(_ => 0.0)],
                Yes = [.. yes, .. leaves.Select(_ => 0)],
                No = [.. no, .. leaves.Select(_ => 0)],
                MissingIsYes = [.. Enumerable.Range(0, count).Select(i => missing.Length > 0 && missing[i] != 0), .. leaves.Select(_ => false)],
                WeightStart = [.. Enumerable.Repeat(0, count), .. Enumerable.Range(0, leaves.Count + 1)],
                Target = [.. leaves.Select(leaf => leafTargets[leaf])],
                Weight = [.. leaves.Select(leaf => double.IsFinite(leafWeights[leaf]) ? leafWeights[leaf] : throw settings.Fault($"the weight of leaf {leaf} is not finite"))],
                Members = MembersOf(settings, modes),
                IsSingle = settings.Tensor("nodes_splits") is not { Type: ElementType.Double },
            }.Checked(targets, settings);

        int[] Children(string ids, string flags)
        {
            int[] children = settings.Smalls(ids);
            int[] isLeaf = settings.Smalls(flags);
            if (children.Length != count || isLeaf.Length != count)
            {
                throw settings.Fault("its lists of tree nodes are of different lengths");
            }

            for (int i = 0; i < count; i++)
            {
                if (children[i] < 0 || children[i] >= (isLeaf[i] != 0 ? leafTargets.Length : count))
                {
                    throw settings.Fault($"node {i} of its trees leads to {children[i]}, which is not there");
                }

                if (isLeaf[i] != 0)
                {
                    leaves.Add(children[i]);
                    children[i] = count + leaves.Count - 1;
                }
            }

            return children;
        }
    }

    private static double[] Numbers(NodeSettings settings, string name) =>
        settings.Tensor(name) is { IsText: false } tensor ? tensor.Numbers : throw settings.Fault($"it has no tensor '{name}'");

    // The sets stand one after the other, each ended by a NaN, in the order of the nodes that use them.
    private static Dictionary<int, HashSet<double>> MembersOf(NodeSettings settings, double[] modes)
    {
        var sets = new Dictionary<int, HashSet<double>>();
        double[] values = settings.Tensor("membership_values") is { IsText: false } tensor ? tensor.Numbers : [];
        int at = 0;
        for (int node = 0; node < modes.Length; node++)
        {
            if (modes[node] == Member)
            {
                var set = new HashSet<double>();
                for (; at < values.Length && !double.IsNaN(values[at]); at++)
                {
                    set.Add(values[at]);
                }

                at++;
                sets[node] = set;
            }
        }

        return sets;
    }
}
