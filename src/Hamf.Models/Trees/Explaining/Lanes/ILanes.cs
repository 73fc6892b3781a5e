namespace Hamf.Models.Trees.Explaining.Lanes;

/// <summary>
/// Several doubles that are computed with as one. Every implementation rounds each lane as a double alone would be: products and sums are
/// never fused, so that a result has the same bits at any width.
/// </summary>
internal unsafe interface ILanes<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Number of lanes.</summary>
    static abstract int Count { get; }

    /// <summary>The same number in all lanes.</summary>
    static abstract T Broadcast(double value);

    /// <summary>The <see cref="Count"/> numbers from <paramref name="source"/> on.</summary>
    static abstract T Load(double* source);

    /// <summary>Writes <see cref="Count"/> numbers.</summary>
    static abstract void Store(T lanes, double* target);

    /// <summary>The numbers of <paramref name="source"/> at the <see cref="Count"/> indexes from <paramref name="indexes"/> on.</summary>
    static abstract T Gather(double* source, uint* indexes);

    /// <summary>The number in the first lane.</summary>
    static abstract double First(T lanes);

    /// <summary>The first bit of each lane of a mask, the first lane's lowest.</summary>
    static abstract ulong Bits(T mask);

    /// <summary>All bits of a lane that has none.</summary>
    static abstract T HasNoBits(T lanes);

    /// <summary>All bits of a lane where left is at or below right; none where either is NaN.</summary>
    static abstract T AtMost(T left, T right);

    /// <summary>All bits of a lane where left is at or below right or, with <paramref name="orMissing"/>'s bits set, left is NaN; else none.</summary>
    static abstract T AtMost(T left, T right, T orMissing);

    /// <summary>Lane by lane <paramref name="then"/> where the mask has all bits, else <paramref name="otherwise"/>.</summary>
    static abstract T Select(T mask, T then, T otherwise);

    /// <summary>The bits that both have.</summary>
    static abstract T operator &(T left, T right);

    /// <summary>The bits that one of the two has.</summary>
    static abstract T operator ^(T left, T right);

    /// <summary>The bits of <paramref name="left"/> that <paramref name="mask"/> lacks.</summary>
    static abstract T Without(T left, T mask);

    static abstract T operator +(T left, T right);

    static abstract T operator -(T left, T right);

    static abstract T operator *(T left, T right);
}
