namespace Hamf.Models.Trees.Splitting;

/// <summary>Makes one ensemble of trees that were grown apart.</summary>
internal static class TreeJoin
{
    /// <summary>All trees in order, with the given bases.</summary>
    /// <param name="trees">One or more ensembles of the same features and leaf width.</param>
    /// <param name="bases">[outputs].</param>
    /// <param name="sum">How leaf values are added.</param>
    public static TreeEnsemble Join(IReadOnlyList<TreeEnsemble> trees, double[] bases, TreeSum sum)
    {
        int[] nodeStart = StartsOf(trees, tree => tree.NodeCount);
        int[] wordStart = StartsOf(trees, tree => tree.SetWords.Length);
        return new TreeEnsemble
        {
            Bases = bases,
            Sum = sum,
            LeafWidth = trees[0].LeafWidth,
            TreeStarts = [.. trees.SelectMany((tree, t) => tree.TreeStarts[..^1].Select(start => start + nodeStart[t])), nodeStart[^1]],
            TreeOutput = Concatenate(trees, tree => tree.TreeOutput),
            Feature = Concatenate(trees, tree => tree.Feature),
            Threshold = Concatenate(trees, tree => tree.Threshold),
            SetStart = Shift(trees, tree => tree.SetStart, wordStart, set => set != TreeEnsemble.NoSet),
            SetWords = Concatenate(trees, tree => tree.SetWords),
            DefaultLeft = Concatenate(trees, tree => tree.DefaultLeft),
            Left = Shift(trees, tree => tree.Left, nodeStart, child => child != 0),
            Right = Shift(trees, tree => tree.Right, nodeStart, child => child != 0),
            Value = Concatenate(trees, tree => tree.Value),
            Cover = Concatenate(trees, tree => tree.Cover),
        };
    }

    /// <summary>Each feature's share in the sum of the gains of all trees, added in tree order; all 0 when there are none.</summary>
    public static double[] Shares(IEnumerable<double[]> gains, int featureCount)
    {
        var shares = new double[featureCount];
        foreach (double[] tree in gains)
        {
            for (int f = 0; f < featureCount; f++)
            {
                shares[f] += tree[f];
            }
        }

        double total = shares.Sum();
        return total > 0 ? Array.ConvertAll(shares, share => share / total) : shares;
    }

    private static int[] StartsOf(IReadOnlyList<TreeEnsemble> trees, Func<TreeEnsemble, int> length)
    {
        var starts = new int[trees.Count + 1];
        for (int t = 0; t < trees.Count; t++)
        {
            starts[t + 1] = checked(starts[t] + length(trees[t]));
        }

        return starts;
    }

    private static T[] Concatenate<T>(IReadOnlyList<TreeEnsemble> trees, Func<TreeEnsemble, T[]> part)
    {
        var joined = new T[trees.Sum(tree => part(tree).Length)];
        int at = 0;
        foreach (TreeEnsemble tree in trees)
        {
            part(tree).CopyTo(joined, at);
            at += part(tree).Length;
        }

        return joined;
    }

    private static int[] Shift(IReadOnlyList<TreeEnsemble> trees, Func<TreeEnsemble, int[]> part, int[] by, Predicate<int> isIndex)
    {
        int[] joined = Concatenate(trees, part);
        int at = 0;
        for (int t = 0; t < trees.Count; t++)
        {
            for (int end = at + trees[t].NodeCount; at < end; at++)
            {
                joined[at] += isIndex(joined[at]) ? by[t] : 0;
            }
        }

        return joined;
    }
}
