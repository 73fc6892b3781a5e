namespace Hamf.Models.Trees.Explaining;

/// <summary>Neighbouring trees that <see cref="RowKernel{TLanes}"/> walks together, or one that it leaves to <see cref="ShapKernel{TLanes, TLayout}"/>.</summary>
/// <param name="FirstTree">The first tree.</param>
/// <param name="TreeCount">How many; each has a side above its root.</param>
/// <param name="SplitCount">Splits of all; 0 for a tree that is left.</param>
/// <param name="Lanes">Doubles per vector.</param>
/// <param name="Vectors">Vectors of quadrature points.</param>
/// <param name="Ones">Where ones stand in the tables.</param>
/// <param name="Block">Where its block begins.</param>
/// <param name="FirstCategory">Its first split by category.</param>
/// <param name="EndCategory">Behind the last.</param>
internal readonly record struct RowGroup(
    int FirstTree, int TreeCount, int SplitCount, int Lanes, int Vectors, int Ones, int Block, int FirstCategory, int EndCategory)
{
    /// <summary>Splits, up to whole vectors.</summary>
    public int Padded => AlignedDoubles.RoundUp(SplitCount);

    /// <summary>Leaves.</summary>
    public int LeafCount => SplitCount + TreeCount;
}
