namespace Hamf.Models.Trees;

/// <summary>A way to divide a leaf's rows in two.</summary>
internal struct Split
{
    /// <summary>Reduction of the loss; 0 when there is no split.</summary>
    public double Gain;

    public int Feature;

    /// <summary>Numeric: the last bin that goes left. Categorical: -1.</summary>
    public int Bin;

    /// <summary>Numeric: whether missing values go left.</summary>
    public bool MissingLeft;

    /// <summary>Categorical: the bins that go left; null for numeric.</summary>
    public CategorySet? LeftBins;

    /// <summary>Sums of the rows that go left.</summary>
    public HistogramCell Left;

    /// <summary>Whether this is better than another; a tie goes to the lower feature, so that the order of search does not matter.</summary>
    public readonly bool Beats(in Split other) => Gain > other.Gain || (Gain == other.Gain && Gain > 0 && Feature < other.Feature);
}

/// <summary>A set of category bins, 0 to 255. Immutable once it is part of a split.</summary>
internal sealed class CategorySet
{
    private readonly ulong[] _words = new ulong[4];

    public ReadOnlySpan<ulong> Words => _words;

    public void Add(int bin) => _words[bin >> 6] |= 1UL << (bin & 63);

    public bool Contains(int bin) => (_words[bin >> 6] >> (bin & 63) & 1) != 0;
}
