using System.Numerics;

namespace Hamf.Models.Trees.Growing;

/// <summary>Sums of gradients, hessians and rows per bin of all features, as whole numbers.</summary>
internal sealed class Histogram(int length)
{
    /// <summary>Sums of gradients times the scale of gradients.</summary>
    public long[] Gradients { get; } = new long[length];

    /// <summary>Sums of hessians times the scale of hessians.</summary>
    public long[] Hessians { get; } = new long[length];

    /// <summary>Sums of weights times the scale of rows.</summary>
    public long[] Rows { get; } = new long[length];

    /// <summary>The sums of a bin.</summary>
    public LeafSums Bin(int bin) => new(Gradients[bin], Hessians[bin], Rows[bin]);

    /// <summary>Takes a child's bins away, which leaves those of its sibling.</summary>
    public void Subtract(Histogram child, int start, int end)
    {
        Subtract(Gradients.AsSpan(start, end - start), child.Gradients.AsSpan(start, end - start));
        Subtract(Hessians.AsSpan(start, end - start), child.Hessians.AsSpan(start, end - start));
        Subtract(Rows.AsSpan(start, end - start), child.Rows.AsSpan(start, end - start));
    }

    private static void Subtract(Span<long> from, ReadOnlySpan<long> what)
    {
        int i = 0;
        for (; i <= from.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            (new Vector<long>(from[i..]) - new Vector<long>(what[i..])).CopyTo(from[i..]);
        }

        for (; i < from.Length; i++)
        {
            from[i] -= what[i];
        }
    }
}
