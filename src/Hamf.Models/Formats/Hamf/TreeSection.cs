using Hamf.Models.Data;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.Hamf;

/// <summary>The trees of a boosted ensemble; see docs/formats/model.md.</summary>
internal static class TreeSection
{
    // feature, category set, missing-left, left, right: 4 bytes each; threshold, value, cover, gain: 8 each.
    private const int NodeSize = (5 * 4) + (4 * 8);
    private const int SetSize = TreeEnsemble.WordsPerSet * 8;
    private const int MaxDepth = 4_096;

    public static void Write(BodyWriter body, TreeEnsemble trees)
    {
        body.Double(trees.BaseScore);
        body.Count(trees.Roots.Length);
        body.Int32s(trees.Roots);
        body.Count(trees.CategoryWords.Length / TreeEnsemble.WordsPerSet);
        foreach (ulong word in trees.CategoryWords)
        {
            body.UInt32((uint)word);
            body.UInt32((uint)(word >> 32));
        }

        body.Count(trees.NodeCount);
        body.Int32s(trees.Feature);
        body.Int32s(trees.CategorySetIndex);
        body.Int32s(trees.MissingLeft.Select(m => m ? 1 : 0).ToArray());
        body.Int32s(trees.Left);
        body.Int32s(trees.Right);
        body.Doubles(trees.Threshold);
        body.Doubles(trees.Value);
        body.Doubles(trees.Cover);
        body.Doubles(trees.Gain);
    }

    public static TreeEnsemble Read(ref BodyReader reader, FeatureInfo[] features)
    {
        double baseScore = reader.Doubles(1, "a base score")[0];
        int[] roots = reader.Int32s(reader.Count(4, "trees"));
        var words = new ulong[reader.Count(SetSize, "category sets") * TreeEnsemble.WordsPerSet];
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = reader.UInt32() | ((ulong)reader.UInt32() << 32);
        }

        int nodes = reader.Count(NodeSize, "nodes");
        var trees = new TreeEnsemble
        {
            FeatureCount = features.Length,
            BaseScore = baseScore,
            Roots = roots,
            CategoryWords = words,
            Feature = reader.Int32s(nodes),
            CategorySetIndex = reader.Int32s(nodes),
            MissingLeft = reader.Int32s(nodes).Select(m => m != 0).ToArray(),
            Left = reader.Int32s(nodes),
            Right = reader.Int32s(nodes),
            Threshold = reader.Doubles(nodes, "a threshold"),
            Value = reader.Doubles(nodes, "a leaf value"),
            Cover = reader.Doubles(nodes, "a cover"),
            Gain = reader.Doubles(nodes, "a gain"),
        };
        Check(trees, features);
        return trees;
    }

    // After this a walk from any root ends at a leaf: children come after their parent, inside the tree, and every node has one parent.
    private static void Check(TreeEnsemble trees, FeatureInfo[] features)
    {
        Require(double.IsFinite(trees.BaseScore), "a base score that is not finite");
        Require(trees.Roots.Length > 0 && trees.Roots[0] == 0, "no tree at its beginning");
        var depth = new int[trees.NodeCount];
        Array.Fill(depth, -1);
        for (int t = 0; t < trees.Roots.Length; t++)
        {
            int end = t + 1 < trees.Roots.Length ? trees.Roots[t + 1] : trees.NodeCount;
            int root = trees.Roots[t];
            Require(root < end && end <= trees.NodeCount, $"tree {t} without nodes");
            depth[root] = 0;
            for (int node = root; node < end; node++)
            {
                Require(depth[node] >= 0, $"node {node}, which no other leads to");
                CheckNode(trees, features, node, end, depth);
            }
        }
    }

    private static void CheckNode(TreeEnsemble trees, FeatureInfo[] features, int node, int end, int[] depth)
    {
        Require(double.IsFinite(trees.Value[node]) && double.IsFinite(trees.Gain[node]), $"node {node} with a value that is not finite");
        Require(trees.Cover[node] >= 0 && double.IsFinite(trees.Cover[node]), $"node {node} with an impossible cover");
        int feature = trees.Feature[node];
        if (feature == TreeEnsemble.Leaf)
        {
            return;
        }

        Require(feature >= 0 && feature < features.Length, $"node {node} asking about feature {feature} of {features.Length}");
        Require(trees.Cover[node] > 0, $"inner node {node} without cover");
        int set = trees.CategorySetIndex[node];
        bool isCategorical = features[feature].Kind == FeatureKind.Categorical;
        Require(
            isCategorical ? set >= 0 && set < trees.CategoryWords.Length / TreeEnsemble.WordsPerSet : set == -1,
            $"node {node} with category set {set} for a feature of the other kind or beyond the last set");
        foreach (int child in (ReadOnlySpan<int>)[trees.Left[node], trees.Right[node]])
        {
            Require(child > node && child < end && depth[child] < 0, $"node {node} leading to node {child}");
            depth[child] = depth[node] + 1;
            Require(depth[child] <= MaxDepth, $"a tree deeper than {MaxDepth}");
        }
    }

    private static void Require(bool holds, string found)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The model file is not sane: it has {found}.");
        }
    }
}
