namespace Hamf.Models.Trees.Growing;

/// <summary>A leaf of the tree that is being grown.</summary>
/// <param name="start">Its first position among the rows that the tree is grown on.</param>
/// <param name="count">Their number.</param>
internal sealed class GrowingLeaf(int start, int count)
{
    /// <summary>Its first position among the rows that the tree is grown on.</summary>
    public int Start { get; } = start;

    /// <summary>Their number.</summary>
    public int Count { get; } = count;

    /// <summary>Its first position among the rows that were left out.</summary>
    public int RestStart { get; init; }

    /// <summary>Their number.</summary>
    public int RestCount { get; init; }

    /// <summary>Splits above it.</summary>
    public int Depth { get; init; }

    /// <summary>Its index in the builder.</summary>
    public int Node { get; set; }

    /// <summary>Sums over its rows.</summary>
    public LeafSums Sums { get; set; }

    /// <summary>Where its value may lie.</summary>
    public ValueRange Range { get; init; } = ValueRange.All;

    /// <summary>Its histogram while it may still be divided.</summary>
    public Histogram? Histogram { get; set; }

    /// <summary>The best way to divide it.</summary>
    public Split Best { get; set; }
}
