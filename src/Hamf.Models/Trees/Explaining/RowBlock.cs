namespace Hamf.Models.Trees.Explaining;

/// <summary>
/// The splits of a <see cref="RowGroup"/>, all trees level by level, a field after the other in one piece of memory, so that it is read
/// from front to end. Fields by split are padded to whole vectors with zeros, which are harmless.
/// </summary>
internal readonly unsafe ref struct RowBlock
{
    /// <summary>Lays the fields out.</summary>
    public RowBlock(double* start, in RowGroup group)
    {
        int padded = group.Padded;
        int leaves = AlignedDoubles.RoundUp(group.LeafCount);
        Thresholds = start;
        LeftShares = Thresholds + padded;
        EarlierShares = LeftShares + padded;
        Asked = EarlierShares + padded;
        Wanted = Asked + padded;
        Inverses = Wanted + padded;
        Features = (uint*)(Inverses + padded);
        Above = Features + padded;
        Points = Above + padded;
        Order = Points + padded;
        Targets = Order + padded;
        Weights = Targets + padded;
        LeafSides = Weights + leaves;
        LeafValues = (double*)(LeafSides + leaves);
    }

    /// <summary>Values at or below it go left.</summary>
    public double* Thresholds { get; }

    /// <summary>Share of the split's cover that goes left.</summary>
    public double* LeftShares { get; }

    /// <summary>Cover share of all edges of the feature down to the split; 1 where the feature was not asked before.</summary>
    public double* EarlierShares { get; }

    /// <summary>A word with the bits of the splits above that ask the same feature.</summary>
    public double* Asked { get; }

    /// <summary>Those of them that lead here on their left side.</summary>
    public double* Wanted { get; }

    /// <summary>A whole number: where the split's inverses stand, counted from ones; 0 where the feature was not asked before.</summary>
    public double* Inverses { get; }

    /// <summary>Where the value to compare stands.</summary>
    public uint* Features { get; }

    /// <summary>The first double of the side on which the split stands.</summary>
    public uint* Above { get; }

    /// <summary>Where the quadrature points of its tree stand in the tables.</summary>
    public uint* Points { get; }

    /// <summary>The splits in the order in which their effects are added.</summary>
    public uint* Order { get; }

    /// <summary>In that order, what an effect is added to.</summary>
    public uint* Targets { get; }

    /// <summary>By tree, where the quadrature weights stand in the tables.</summary>
    public uint* Weights { get; }

    /// <summary>By leaf, the first double of its side.</summary>
    public uint* LeafSides { get; }

    /// <summary>By leaf, its value.</summary>
    public double* LeafValues { get; }

    /// <summary>Doubles of a block: six and five half ones by split, two by leaf.</summary>
    public static int Length(int splits, int leaves) =>
        AlignedDoubles.RoundUp((6 * AlignedDoubles.RoundUp(splits)) + (5 * AlignedDoubles.RoundUp(splits) / 2) + (2 * AlignedDoubles.RoundUp(leaves)));
}
