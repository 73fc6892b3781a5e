namespace Hamf.Models.Trees.Scoring;

/// <summary>Lays an ensemble out as <see cref="LeanNode"/>s, pairs of children in the order of their parents.</summary>
internal sealed class LeanCompiler(TreeEnsemble trees, ChannelMap map, int[] leafOf)
{
    private readonly LeanNode[] _nodes = new LeanNode[trees.NodeCount];
    private readonly int[] _placeOf = new int[trees.NodeCount];
    private readonly List<ulong> _sets = [];

    /// <summary>The nodes, the place of each tree's root, and the bits of the category sets.</summary>
    public (LeanNode[] Nodes, int[] Roots, ulong[] Sets) Compile()
    {
        int[] roots = trees.TreeStarts[..^1];
        for (int t = 0; t < roots.Length; t++)
        {
            int free = roots[t] + 1;
            _placeOf[roots[t]] = roots[t];
            for (int node = roots[t]; node < trees.TreeStarts[t + 1]; node++)
            {
                if (trees.Feature[node] == TreeEnsemble.Leaf)
                {
                    _nodes[_placeOf[node]] = new LeanNode(0, leafOf[node], LeanNode.LeafChannel);
                    continue;
                }

                _placeOf[trees.Left[node]] = free;
                _placeOf[trees.Right[node]] = free + 1;
                _nodes[_placeOf[node]] = CompileSplit(node, free);
                free += 2;
            }
        }

        return (_nodes, roots, [.. _sets]);
    }

    private LeanNode CompileSplit(int node, int left)
    {
        int next = (left << LeanNode.FlagBits)
            | (trees.Feature[trees.Left[node]] == TreeEnsemble.Leaf ? 1 : 0)
            | (trees.Feature[trees.Right[node]] == TreeEnsemble.Leaf ? 2 : 0);
        if (trees.SetStart[node] == TreeEnsemble.NoSet)
        {
            return new LeanNode(ChannelMap.ThresholdOf(trees, node), next, map.NumberOf(trees, node));
        }

        int category = map.CategoryOf(trees, node);
        int first = _sets.Count;
        int codes = map.CodeCount(category);
        for (int code = 0; code < codes; code++)
        {
            if ((code & 63) == 0)
            {
                _sets.Add(0);
            }

            _sets[^1] |= map.GoesLeft(trees, node, code) ? 1UL << (code & 63) : 0;
        }

        return new LeanNode(first, next, ~(map.Numbers.Length + category));
    }
}
