using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>Proves that an ensemble of unknown origin can be scored without reaching outside an array or running in circles.</summary>
internal static class TreeEnsembleCheck
{
    /// <summary>What is wrong, as the end of a sentence about the node, or null.</summary>
    public static string? FindFault(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features)
    {
        string? shape = FindFaultInShape(trees);
        if (shape is not null)
        {
            return shape;
        }

        for (int t = 0; t < trees.TreeCount; t++)
        {
            int end = trees.TreeStarts[t + 1];
            if (trees.TreeStarts[t] >= end || end > trees.NodeCount)
            {
                return $"tree {t} has no nodes";
            }

            string? fault = FindFaultInTree(trees, features, trees.TreeStarts[t], end);
            if (fault is not null)
            {
                return $"tree {t}: {fault}";
            }
        }

        return null;
    }

    private static string? FindFaultInShape(TreeEnsemble trees)
    {
        if (trees.OutputCount == 0 || trees.Bases.Any(b => !double.IsFinite(b)))
        {
            return "a base is not finite";
        }

        if (trees.LeafWidth < 1 || trees.LeafWidth > trees.OutputCount || trees.Value.Length != (long)trees.NodeCount * trees.LeafWidth)
        {
            return "the leaves do not fit the outputs";
        }

        int wrong = Array.FindIndex(trees.TreeOutput, o => o < 0 || o > trees.OutputCount - trees.LeafWidth);
        return wrong < 0 ? null : $"tree {wrong} adds to output {trees.TreeOutput[wrong]} of {trees.OutputCount}";
    }

    // Each node but the root must have exactly one parent: with "child after parent" that makes the nodes a tree.
    private static string? FindFaultInTree(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, int start, int end)
    {
        var hasParent = new bool[end - start];
        for (int node = start; node < end; node++)
        {
            if (node > start && !hasParent[node - start])
            {
                return $"node {node} has no parent";
            }

            string? fault = trees.Feature[node] == TreeEnsemble.Leaf
                ? FindFaultInLeaf(trees, node)
                : FindFaultInSplit(trees, features, node, end) ?? Adopt(trees.Left[node]) ?? Adopt(trees.Right[node]);
            if (fault is not null)
            {
                return $"node {node} {fault}";
            }
        }

        return null;

        string? Adopt(int child)
        {
            if (hasParent[child - start])
            {
                return $"shares its child {child}";
            }

            hasParent[child - start] = true;
            return null;
        }
    }

    private static string? FindFaultInLeaf(TreeEnsemble trees, int node)
    {
        if (trees.SetStart[node] != TreeEnsemble.NoSet)
        {
            return "is a leaf with a category set";
        }

        ReadOnlySpan<double> values = trees.Value.AsSpan(node * trees.LeafWidth, trees.LeafWidth);
        if (values.ContainsAnyExceptInRange(-1e200, 1e200))
        {
            return "has a value that is not finite or too large";
        }

        return HasCover(trees, node) ? null : "has no cover";
    }

    private static string? FindFaultInSplit(TreeEnsemble trees, IReadOnlyList<FeatureInfo> features, int node, int end)
    {
        int feature = trees.Feature[node];
        if (feature < 0 || feature >= features.Count)
        {
            return $"asks feature {feature} of {features.Count}";
        }

        if (trees.Left[node] <= node || trees.Left[node] >= end || trees.Right[node] <= node || trees.Right[node] >= end)
        {
            return "has a child outside its tree or before itself";
        }

        bool isCategorical = features[feature].Kind == FeatureKind.Categorical;
        int set = trees.SetStart[node];
        if (isCategorical != (set != TreeEnsemble.NoSet))
        {
            return "splits in a way that does not fit the kind of its feature";
        }

        if (isCategorical && (set < 0 || set > trees.SetWords.Length - TreeEnsemble.WordsOf(features[feature])))
        {
            return "has a category set outside the table";
        }

        if (double.IsNaN(trees.Threshold[node]))
        {
            return "has no threshold";
        }

        return HasCover(trees, node) ? null : "has no cover";
    }

    private static bool HasCover(TreeEnsemble trees, int node) => trees.Cover[node] is > 0 and <= 1e15;
}
