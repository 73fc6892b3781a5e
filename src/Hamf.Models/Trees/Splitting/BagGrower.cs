using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Grows one tree after the other, each on the rows that are in the bag. One thread owns one.</summary>
internal abstract class BagGrower
{
    /// <summary>The rows to grow the next tree on; growing reorders them.</summary>
    public abstract Bag Bag { get; }

    /// <summary>The leaves of the last tree with the range of the bag that reached each.</summary>
    public List<(int Node, int Start, int End)> Leaves { get; } = [];

    /// <summary>Grows a tree.</summary>
    /// <param name="random">What is drawn comes from here.</param>
    /// <param name="gains">Receives how much purer each feature made the sides of its splits, [features].</param>
    public abstract TreeEnsemble Grow(ref SplitMix64 random, double[] gains);
}
