namespace Hamf.Models.Trees.Explaining;

/// <summary>A split as <see cref="ShapKernel{TLanes, TLayout}"/> reads it. A slot is a place for what belongs to one level of a path.</summary>
internal readonly struct ShapSplit
{
    /// <summary>Values at or below it go left.</summary>
    public double Threshold { get; init; }

    /// <summary>All bits where a missing value goes left, else none.</summary>
    public double MissingLeft { get; init; }

    /// <summary>Cover share of all edges of the feature down to the left child.</summary>
    public double Share { get; init; }

    /// <summary>The same down to this split; 1 where the feature was not asked before.</summary>
    public double EarlierShare { get; init; }

    /// <summary>The node.</summary>
    public int Node { get; init; }

    /// <summary>The feature asked.</summary>
    public int Feature { get; init; }

    /// <summary>Its level: 1 for the root.</summary>
    public int Slot { get; init; }

    /// <summary>Slot of the nearest split above that asks the same feature; 0 where there is none.</summary>
    public int EarlierSlot { get; init; }

    /// <summary>Where the tables of a feature asked before begin.</summary>
    public int Tables { get; init; }

    /// <summary>Index of the left child's leaf value, or -1 where the child is a split.</summary>
    public int LeftLeaf { get; init; }

    /// <summary>The same of the right child.</summary>
    public int RightLeaf { get; init; }

    /// <summary>Whether it is the right child of its parent.</summary>
    public bool IsRight { get; init; }

    /// <summary>Whether the path leaves the earlier split to the right.</summary>
    public bool EarlierIsRight { get; init; }

    /// <summary>Whether it asks for a category.</summary>
    public bool IsCategorical { get; init; }
}
