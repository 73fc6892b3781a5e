namespace Hamf.Models.Trees;

/// <summary>
/// Trees as flat arrays, one entry per node, trees one after another, a node's children after it. Immutable; safe to read from many threads.
/// This is the reference form: scoring here is plain, and <see cref="FastTrees"/> must give the same bits.
/// </summary>
internal sealed class TreeEnsemble
{
    /// <summary>Bins that a categorical split can tell apart: missing, 253 categories, all others.</summary>
    public const int MaxCategoryBins = 255;

    /// <summary>Marks a leaf in <see cref="Feature"/>.</summary>
    public const int Leaf = -1;

    /// <summary>Words of one set in <see cref="CategoryWords"/>.</summary>
    public const int WordsPerSet = 4;

    /// <summary>Number of features of a row.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Log-odds before any tree.</summary>
    public required double BaseScore { get; init; }

    /// <summary>Index of each tree's root, rising.</summary>
    public required int[] Roots { get; init; }

    /// <summary>The feature a node asks about, or <see cref="Leaf"/>.</summary>
    public required int[] Feature { get; init; }

    /// <summary>A numeric node sends x &lt;= threshold left.</summary>
    public required double[] Threshold { get; init; }

    /// <summary>Index of the set of bins that a categorical node sends left, or -1 for a numeric node.</summary>
    public required int[] CategorySetIndex { get; init; }

    /// <summary>The sets, <see cref="WordsPerSet"/> words each.</summary>
    public required ulong[] CategoryWords { get; init; }

    /// <summary>Whether a numeric node sends missing values left.</summary>
    public required bool[] MissingLeft { get; init; }

    /// <summary>Left child, or -1.</summary>
    public required int[] Left { get; init; }

    /// <summary>Right child, or -1.</summary>
    public required int[] Right { get; init; }

    /// <summary>What a leaf adds to the log-odds.</summary>
    public required double[] Value { get; init; }

    /// <summary>Training rows that reached the node.</summary>
    public required double[] Cover { get; init; }

    /// <summary>Reduction of the loss by the node's split; 0 for a leaf.</summary>
    public required double[] Gain { get; init; }

    public int NodeCount => Feature.Length;

    /// <summary>The bin of a category code: 0 for missing, code + 1, and the last bin for codes beyond.</summary>
    public static int CategoryBin(double code) =>
        double.IsNaN(code) ? FeatureBins.MissingBin : code >= 0 && code < MaxCategoryBins - 2 ? (int)code + 1 : MaxCategoryBins - 1;

    /// <summary>Log-odds of a row: the base score, then every tree's leaf in order.</summary>
    public double LogOdds(ReadOnlySpan<double> values)
    {
        double sum = BaseScore;
        foreach (int root in Roots)
        {
            int node = root;
            while (Feature[node] != Leaf)
            {
                node = GoesLeft(node, values[Feature[node]]) ? Left[node] : Right[node];
            }

            sum += Value[node];
        }

        return sum;
    }

    /// <summary>Where a node sends a value.</summary>
    public bool GoesLeft(int node, double value)
    {
        if (CategorySetIndex[node] is var set and >= 0)
        {
            int bin = CategoryBin(value);
            return (CategoryWords[(set * WordsPerSet) + (bin >> 6)] >> (bin & 63) & 1) != 0;
        }

        return double.IsNaN(value) ? MissingLeft[node] : value <= Threshold[node];
    }
}
