namespace Hamf.Models.Graph.Onnx;

/// <summary>The trees of a TreeEnsemble operator, proved to end. Branches may share a child, as converters of set splits write them.</summary>
internal sealed class TreeTable
{
    /// <summary>Index of each tree's first node.</summary>
    public required int[] Roots { get; init; }

    public required int[] Feature { get; init; }

    public required TreeMode[] Mode { get; init; }

    public required double[] Threshold { get; init; }

    /// <summary>Child of the true way; unused in leaves.</summary>
    public required int[] Yes { get; init; }

    /// <summary>Child of the false way; unused in leaves.</summary>
    public required int[] No { get; init; }

    /// <summary>Whether a missing value goes the true way.</summary>
    public required bool[] MissingIsYes { get; init; }

    /// <summary>Where the weights of a node begin, [nodes + 1].</summary>
    public required int[] WeightStart { get; init; }

    /// <summary>The output that each weight adds to.</summary>
    public required int[] Target { get; init; }

    /// <summary>What is added.</summary>
    public required double[] Weight { get; init; }

    /// <summary>The values of a set split, by node.</summary>
    public required IReadOnlyDictionary<int, HashSet<double>> Members { get; init; }

    /// <summary>Whether thresholds and weights are floats.</summary>
    public required bool IsSingle { get; init; }

    /// <summary>Number of nodes.</summary>
    public int Count => Feature.Length;

    /// <summary>The highest feature that is asked, or -1.</summary>
    public int MaxFeature { get; private set; } = -1;

    /// <summary>Whether no node has two parents.</summary>
    public bool IsUnshared { get; private set; } = true;

    /// <summary>Refuses trees that leave their arrays, run in circles or reach outside <paramref name="targets"/>.</summary>
    public TreeTable Checked(int targets, NodeSettings settings)
    {
        var parents = new int[Count];
        for (int node = 0; node < Count; node++)
        {
            if (Mode[node] == TreeMode.Leaf)
            {
                continue;
            }

            if (Feature[node] < 0 || double.IsNaN(Threshold[node]))
            {
                throw settings.Fault($"node {node} of its trees asks feature {Feature[node]} against {Threshold[node]}");
            }

            MaxFeature = Math.Max(MaxFeature, Feature[node]);
            parents[Yes[node]]++;
            parents[No[node]]++;
        }

        if (Array.Exists(Target, target => target < 0 || target >= targets))
        {
            throw settings.Fault($"a leaf of its trees adds to an output that is not among its {targets}");
        }

        IsUnshared = !Array.Exists(parents, count => count > 1);
        CheckEnds(parents, settings);
        return this;
    }

    /// <summary>The leaf that a row reaches.</summary>
    /// <param name="tree">Number of the tree.</param>
    /// <param name="values">The row, of more than <see cref="MaxFeature"/> columns.</param>
    /// <param name="steps">Grows by the nodes passed.</param>
    public int FindLeaf(int tree, ReadOnlySpan<double> values, ref long steps)
    {
        int node = Roots[tree];
        for (; Mode[node] != TreeMode.Leaf; steps++)
        {
            node = GoesYes(node, values[Feature[node]]) ? Yes[node] : No[node];
        }

        return node;
    }

    private bool GoesYes(int node, double value) => (double.IsNaN(value) && MissingIsYes[node]) || Mode[node] switch
    {
        TreeMode.AtMost => value <= Threshold[node],
        TreeMode.Below => value < Threshold[node],
        TreeMode.AtLeast => value >= Threshold[node],
        TreeMode.Above => value > Threshold[node],
        TreeMode.Equal => value == Threshold[node],
        TreeMode.NotEqual => value != Threshold[node],
        _ => Members[node].Contains(value),
    };

    // Nodes whose parents are all done are taken one by one; in a circle none ever is.
    private void CheckEnds(int[] openParents, NodeSettings settings)
    {
        var ready = new Stack<int>(Enumerable.Range(0, Count).Where(node => openParents[node] == 0));
        int done = 0;
        while (ready.TryPop(out int node))
        {
            done++;
            if (Mode[node] != TreeMode.Leaf)
            {
                Release(Yes[node]);
                Release(No[node]);
            }
        }

        if (done < Count)
        {
            throw settings.Fault("its trees run in a circle");
        }

        void Release(int child)
        {
            if (--openParents[child] == 0)
            {
                ready.Push(child);
            }
        }
    }
}
