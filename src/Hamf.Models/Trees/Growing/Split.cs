namespace Hamf.Models.Trees.Growing;

/// <summary>A way to divide a leaf. The default value, with gain 0, divides nothing.</summary>
internal readonly record struct Split
{
    /// <summary>How much the loss falls (second-order estimate); above 0 for a real split.</summary>
    public double Gain { get; init; }

    /// <summary>The feature asked.</summary>
    public int Feature { get; init; }

    /// <summary>Bins that keep their order: the last value bin that goes left.</summary>
    public int LastLeftBin { get; init; }

    /// <summary>Sets of categories: the value bins that go left; null where bins keep their order.</summary>
    public byte[]? LeftBins { get; init; }

    /// <summary>Where missing values go.</summary>
    public bool MissingLeft { get; init; }

    /// <summary>The sums of the left side.</summary>
    public LeafSums Left { get; init; }

    /// <summary>True when this is the better of two splits found in feature order: the first of equals wins.</summary>
    public bool IsBetterThan(in Split other) => Gain > other.Gain;

    /// <summary>The best of splits in feature order, the first of equals.</summary>
    public static Split BestOf(ReadOnlySpan<Split> splits)
    {
        Split best = default;
        foreach (Split split in splits)
        {
            best = split.IsBetterThan(best) ? split : best;
        }

        return best;
    }
}
