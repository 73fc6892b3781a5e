using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>
/// A sum of decision trees in flat arrays, one entry per node; the trees stand one after the other and a child always stands after
/// its parent. Immutable: whoever builds one hands the arrays over. The score is the base plus each tree's leaf value, added in tree
/// order, in log-odds.
/// </summary>
internal sealed class TreeEnsemble
{
    /// <summary>The <see cref="Feature"/> of a leaf.</summary>
    public const int Leaf = -1;

    /// <summary>The <see cref="SetStart"/> of a node that is no split by category.</summary>
    public const int NoSet = -1;

    /// <summary>Log-odds before the first tree.</summary>
    public required double BaseScore { get; init; }

    /// <summary>Index of each tree's root, and the number of nodes at the end, [trees + 1].</summary>
    public required int[] TreeStarts { get; init; }

    /// <summary>The feature asked, or <see cref="Leaf"/>, [nodes].</summary>
    public required int[] Feature { get; init; }

    /// <summary>A numeric value at or below it goes left, [nodes].</summary>
    public required double[] Threshold { get; init; }

    /// <summary>Where the node's set of categories that go left begins in <see cref="SetWords"/>, or <see cref="NoSet"/>, [nodes].</summary>
    public required int[] SetStart { get; init; }

    /// <summary>Bits of the category sets; each set has <see cref="WordsOf"/> words of its feature.</summary>
    public required ulong[] SetWords { get; init; }

    /// <summary>Where a missing value goes, [nodes].</summary>
    public required bool[] DefaultLeft { get; init; }

    /// <summary>Index of the left child, above the node's own; 0 for a leaf, [nodes].</summary>
    public required int[] Left { get; init; }

    /// <summary>Index of the right child, above the node's own; 0 for a leaf, [nodes].</summary>
    public required int[] Right { get; init; }

    /// <summary>What a leaf adds to the log-odds; 0 for a split, [nodes].</summary>
    public required double[] Value { get; init; }

    /// <summary>Training rows that reached the node, [nodes].</summary>
    public required double[] Cover { get; init; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => TreeStarts.Length - 1;

    /// <summary>Number of nodes.</summary>
    public int NodeCount => Feature.Length;

    /// <summary>Words of a category set of the feature: a bit for each known category and one for the unseen.</summary>
    public static int WordsOf(FeatureInfo feature) => (feature.UnseenCode + 64) / 64;

    /// <summary>True when the value goes left at the split <paramref name="node"/>. This plain form is what every faster scorer must equal.</summary>
    public bool GoesLeft(int node, double value, IReadOnlyList<FeatureInfo> features)
    {
        if (double.IsNaN(value))
        {
            return DefaultLeft[node];
        }

        if (SetStart[node] == NoSet)
        {
            return value <= Threshold[node];
        }

        int code = CategoryCode.IndexOf(value, features[Feature[node]].UnseenCode);
        return (SetWords[SetStart[node] + (code >> 6)] >> (code & 63) & 1) != 0;
    }
}
