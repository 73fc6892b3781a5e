using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>
/// A sum of decision trees in flat arrays, one entry per node; the trees stand one after the other and a child always stands after
/// its parent. Immutable: whoever builds one hands the arrays over. The raw outputs are the bases plus each tree's leaf values, added in
/// tree order as <see cref="Sum"/> says.
/// </summary>
internal sealed class TreeEnsemble
{
    /// <summary>The <see cref="Feature"/> of a leaf.</summary>
    public const int Leaf = -1;

    /// <summary>The <see cref="SetStart"/> of a node that is no split by category.</summary>
    public const int NoSet = -1;

    /// <summary>Each raw output before the first tree, [outputs].</summary>
    public required double[] Bases { get; init; }

    /// <summary>Index of each tree's root, and the number of nodes at the end, [trees + 1].</summary>
    public required int[] TreeStarts { get; init; }

    /// <summary>
    /// The output that a tree adds to, [trees]; a tree with <see cref="LeafWidth"/> values adds them to this output and those that follow.
    /// </summary>
    public required int[] TreeOutput { get; init; }

    /// <summary>Values per leaf: 1, or the number of outputs. <value>1</value></summary>
    public int LeafWidth { get; init; } = 1;

    /// <summary>How leaf values are added. <value><see cref="TreeSum.Double"/></value></summary>
    public TreeSum Sum { get; init; }

    /// <summary>
    /// Whether a numeric value is rounded to the nearest float before it is compared, as scikit-learn and XGBoost do. <value>false</value>
    /// </summary>
    public bool RoundsToSingle { get; init; }

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

    /// <summary>What a leaf adds to the raw outputs; 0 for a split, [nodes x leaf width], row-major.</summary>
    public required double[] Value { get; init; }

    /// <summary>Training rows, by weight, that reached the node, [nodes].</summary>
    public required double[] Cover { get; init; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => TreeStarts.Length - 1;

    /// <summary>Number of nodes.</summary>
    public int NodeCount => Feature.Length;

    /// <summary>Number of raw outputs.</summary>
    public int OutputCount => Bases.Length;

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
            return (RoundsToSingle ? (float)value : value) <= Threshold[node];
        }

        int code = CategoryCode.IndexOf(value, features[Feature[node]].UnseenCode);
        return (SetWords[SetStart[node] + (code >> 6)] >> (code & 63) & 1) != 0;
    }
}
