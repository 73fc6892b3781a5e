namespace Hamf.Models.Trees.Explaining;

/// <summary>What explaining a tree needs to know of each edge, whatever the row. An edge is named by the node it enters.</summary>
internal sealed class PathTable
{
    private readonly int[] _pointsOfTree;

    public PathTable(TreeEnsemble trees)
    {
        EdgeFeature = new int[trees.NodeCount];
        EarlierEdge = new int[trees.NodeCount];
        Share = new double[trees.NodeCount];
        _pointsOfTree = new int[trees.TreeCount];
        Bases = [.. trees.Bases];
        for (int t = 0; t < trees.TreeCount; t++)
        {
            int distinct = Link(trees, trees.TreeStarts[t], trees.TreeStarts[t + 1]);
            _pointsOfTree[t] = Math.Max(1, (distinct + 1) / 2);
            MaxPoints = Math.Max(MaxPoints, _pointsOfTree[t]);
            MaxNodes = Math.Max(MaxNodes, trees.TreeStarts[t + 1] - trees.TreeStarts[t]);
            AddMeans(trees, t);
        }

        for (int o = 0; o < Bases.Length && trees.Sum == TreeSum.DoubleMean; o++)
        {
            Bases[o] /= trees.TreeCount;
        }
    }

    /// <summary>The feature that the edge decides, [nodes].</summary>
    public int[] EdgeFeature { get; }

    /// <summary>The nearest edge above that decides the same feature, or -1, [nodes].</summary>
    public int[] EarlierEdge { get; }

    /// <summary>The product of cover shares over all edges of the feature down to this one, in (0, 1], [nodes].</summary>
    public double[] Share { get; }

    /// <summary>Mean raw outputs over the training rows, [outputs].</summary>
    public double[] Bases { get; }

    /// <summary>Most quadrature points of a tree.</summary>
    public int MaxPoints { get; } = 1;

    /// <summary>Most nodes of a tree.</summary>
    public int MaxNodes { get; } = 1;

    /// <summary>Quadrature points that are exact for the tree: half as many as distinct features on its longest path.</summary>
    public int PointsOf(int tree) => _pointsOfTree[tree];

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
            double cover = CoverBelow(trees, node);
            foreach (int child in (ReadOnlySpan<int>)[trees.Left[node], trees.Right[node]])
            {
                parent[child - start] = node;
                distinct[child - start] = distinct[node - start] + (earlier < 0 ? 1 : 0);
                EdgeFeature[child] = trees.Feature[node];
                EarlierEdge[child] = earlier;
                Share[child] = trees.Cover[child] / cover * (earlier < 0 ? 1 : Share[earlier]);
            }
        }

        return most;
    }

    // The children's covers are what counts: in models of other libraries they are rounded and need not add up to the parent's.
    private static double CoverBelow(TreeEnsemble trees, int node) => trees.Cover[trees.Left[node]] + trees.Cover[trees.Right[node]];

    private int FindEarlier(int feature, int node, int start, int[] parent)
    {
        int edge = node;
        while (edge > start && EdgeFeature[edge] != feature)
        {
            edge = parent[edge - start];
        }

        return edge > start ? edge : -1;
    }

    private void AddMeans(TreeEnsemble trees, int tree)
    {
        int start = trees.TreeStarts[tree];
        var mean = new double[trees.TreeStarts[tree + 1] - start];
        for (int o = 0; o < trees.LeafWidth; o++)
        {
            for (int node = trees.TreeStarts[tree + 1] - 1; node >= start; node--)
            {
                mean[node - start] = trees.Feature[node] == TreeEnsemble.Leaf
                    ? trees.Value[(node * trees.LeafWidth) + o]
                    : ((trees.Cover[trees.Left[node]] * mean[trees.Left[node] - start])
                        + (trees.Cover[trees.Right[node]] * mean[trees.Right[node] - start])) / CoverBelow(trees, node);
            }

            Bases[trees.TreeOutput[tree] + o] += mean[0];
        }
    }
}
