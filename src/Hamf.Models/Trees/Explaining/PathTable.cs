namespace Hamf.Models.Trees.Explaining;

/// <summary>What <see cref="TreeShap"/> needs to know of each edge, whatever the row. An edge is named by the node it enters.</summary>
internal sealed class PathTable
{
    private readonly GaussLegendre[] _ruleOfTree;

    public PathTable(TreeEnsemble trees)
    {
        EdgeFeature = new int[trees.NodeCount];
        EarlierEdge = new int[trees.NodeCount];
        Share = new double[trees.NodeCount];
        _ruleOfTree = new GaussLegendre[trees.TreeCount];
        var rules = new Dictionary<int, GaussLegendre>();
        MeanLogOdds = trees.Bases[0];
        for (int t = 0; t < trees.TreeCount; t++)
        {
            int distinct = Link(trees, trees.TreeStarts[t], trees.TreeStarts[t + 1]);
            int points = Math.Max(1, (distinct + 1) / 2);
            if (!rules.TryGetValue(points, out GaussLegendre? rule))
            {
                rule = new GaussLegendre(points);
                rules.Add(points, rule);
            }

            _ruleOfTree[t] = rule;
            MaxPoints = Math.Max(MaxPoints, points);
            MaxNodes = Math.Max(MaxNodes, trees.TreeStarts[t + 1] - trees.TreeStarts[t]);
            MeanLogOdds += MeanOf(trees, trees.TreeStarts[t], trees.TreeStarts[t + 1]);
        }
    }

    /// <summary>The feature that the edge decides, [nodes].</summary>
    public int[] EdgeFeature { get; }

    /// <summary>The nearest edge above that decides the same feature, or -1, [nodes].</summary>
    public int[] EarlierEdge { get; }

    /// <summary>The product of cover shares over all edges of the feature down to this one, in (0, 1], [nodes].</summary>
    public double[] Share { get; }

    /// <summary>Mean log-odds over the training rows.</summary>
    public double MeanLogOdds { get; }

    /// <summary>Most quadrature points of a tree.</summary>
    public int MaxPoints { get; private set; } = 1;

    /// <summary>Most nodes of a tree.</summary>
    public int MaxNodes { get; private set; } = 1;

    /// <summary>A rule that is exact for the tree.</summary>
    public GaussLegendre RuleOf(int tree) => _ruleOfTree[tree];

    // Returns the most distinct features on a path of the tree.
    private int Link(TreeEnsemble trees, int start, int end)
    {
        var parent = new int[end - start];
        var distinct = new int[end - start];
        parent[0] = -1;
        int most = 0;
        for (int node = start; node < end; node++)
        {
            most = Math.Max(most, distinct[node - start]);
            if (trees.Feature[node] == TreeEnsemble.Leaf)
            {
                continue;
            }

            int earlier = FindEarlier(trees.Feature[node], node, start, parent);
            foreach (int child in (ReadOnlySpan<int>)[trees.Left[node], trees.Right[node]])
            {
                parent[child - start] = node;
                distinct[child - start] = distinct[node - start] + (earlier < 0 ? 1 : 0);
                EdgeFeature[child] = trees.Feature[node];
                EarlierEdge[child] = earlier;
                Share[child] = trees.Cover[child] / trees.Cover[node] * (earlier < 0 ? 1 : Share[earlier]);
            }
        }

        return most;
    }

    private int FindEarlier(int feature, int node, int start, int[] parent)
    {
        int edge = node;
        while (edge > start && EdgeFeature[edge] != feature)
        {
            edge = parent[edge - start];
        }

        return edge > start ? edge : -1;
    }

    private static double MeanOf(TreeEnsemble trees, int start, int end)
    {
        var mean = new double[end - start];
        for (int node = end - 1; node >= start; node--)
        {
            if (trees.Feature[node] == TreeEnsemble.Leaf)
            {
                mean[node - start] = trees.Value[node];
                continue;
            }

            int left = trees.Left[node];
            int right = trees.Right[node];
            double sum = (trees.Cover[left] * mean[left - start]) + (trees.Cover[right] * mean[right - start]);
            mean[node - start] = sum / trees.Cover[node];
        }

        return mean[0];
    }
}
