namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// A split as <see cref="ShapKernel{TLanes, TLayout}"/> reads it, one cache line. A slot is the place for what belongs to one split at work;
/// a side is twice a slot, plus 1 for its right side.
/// </summary>
internal readonly struct ShapSplit
{
    /// <summary>Values at or below it go left.</summary>
    public double Threshold { get; init; }

    /// <summary>Share of the split's cover that goes left.</summary>
    public double LeftShare { get; init; }

    /// <summary>Cover share of all edges of the feature down to this split; 1 where the feature was not asked before.</summary>
    public double EarlierShare { get; init; }

    /// <summary>The node.</summary>
    public int Node { get; init; }

    /// <summary>The feature asked.</summary>
    public int Feature { get; init; }

    /// <summary>Its slot, 1 or more.</summary>
    public int Slot { get; init; }

    /// <summary>The side of the parent on which it stands; 0 for the root.</summary>
    public int AboveSide { get; init; }

    /// <summary>The side on which the path leaves the nearest split above that asks the same feature; 0 where there is none.</summary>
    public int EarlierSide { get; init; }

    /// <summary>Where its tables begin.</summary>
    public int Tables { get; init; }

    /// <summary>Index of the left child's leaf value, or -1 where the child is a split.</summary>
    public int LeftLeaf { get; init; }

    /// <summary>The same of the right child.</summary>
    public int RightLeaf { get; init; }

    /// <summary>All bits where a missing value goes left, else none.</summary>
    public int MissingLeft { get; init; }

    /// <summary>Whether it asks for a category.</summary>
    public bool IsCategorical { get; init; }
}
