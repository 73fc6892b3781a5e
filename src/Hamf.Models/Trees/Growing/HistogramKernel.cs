using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Adds rows to packed histograms: one 64-bit addition per row and feature. The only unsafe code of the trainer.
/// </summary>
internal static unsafe class HistogramKernel
{
    /// <summary>Words of a feature's packed histogram: every byte has its own, so that no code can reach outside.</summary>
    public const int Stride = 256;

    // Far enough ahead to cover memory latency at about 8 updates a row (measured best on the prototype: 64 of its 16-byte chunks).
    private const int PrefetchRows = 64;

    /// <summary>Adds rows to the packed histograms of a group of features.</summary>
    /// <param name="chunks">The group's codes, [rows of the table].</param>
    /// <param name="width">Features of the group, 1 to 8.</param>
    /// <param name="gradients">Packed gradients, [rows of the table].</param>
    /// <param name="rows">At most <see cref="PackedGradients.MaxRows"/> rows; each below the length of both arrays.</param>
    /// <param name="packed">[width * Stride], added to.</param>
    public static void Add(ulong[] chunks, int width, long[] gradients, ReadOnlySpan<int> rows, long[] packed)
    {
        // Bounds: rows come from RowPartition, a permutation of 0 to chunks.Length - 1; a code
        // is a byte, so feature j touches words j * 256 to j * 256 + 255, below width * Stride.
        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, width * Stride);
        ArgumentOutOfRangeException.ThrowIfNotEqual(gradients.Length, chunks.Length);
        fixed (ulong* chunk = chunks)
        fixed (long* gradient = gradients)
        fixed (int* row = rows)
        fixed (long* sums = packed)
        {
            int ahead = Sse.IsSupported ? rows.Length - PrefetchRows : 0;
            for (int i = 0; i < rows.Length; i++)
            {
                if (i < ahead)
                {
                    Sse.Prefetch0(chunk + row[i + PrefetchRows]);
                    Sse.Prefetch0(gradient + row[i + PrefetchRows]);
                }

                AddRow(chunk[row[i]], gradient[row[i]], width, sums);
            }
        }
    }

    /// <summary>Moves packed sums of one feature to the histogram and clears them.</summary>
    /// <param name="packed">The group's packed histograms.</param>
    /// <param name="from">First word of the feature.</param>
    /// <param name="histogram">Added to.</param>
    /// <param name="to">First bin of the feature.</param>
    /// <param name="count">Bins, a multiple of 8.</param>
    /// <param name="useVectors">False forces the scalar twin.</param>
    public static void Flush(long[] packed, int from, Histogram histogram, int to, int count, bool useVectors)
    {
        Span<long> words = packed.AsSpan(from, count);
        Span<long> gradients = histogram.Gradients.AsSpan(to, count);
        Span<long> hessians = histogram.Hessians.AsSpan(to, count);
        Span<long> rows = histogram.Rows.AsSpan(to, count);
        int i = 0;
        if (useVectors)
        {
            for (; i <= count - Vector512<long>.Count; i += Vector512<long>.Count)
            {
                Vector512<long> word = Vector512.Create<long>(words[i..]);
                (Vector512.Create<long>(gradients[i..]) + (word >> PackedGradients.GradientShift)).CopyTo(gradients[i..]);
                Vector512<long> hessian = (word >>> PackedGradients.HessianShift) & Vector512.Create(PackedGradients.HessianMask);
                (Vector512.Create<long>(hessians[i..]) + hessian).CopyTo(hessians[i..]);
                (Vector512.Create<long>(rows[i..]) + (word & Vector512.Create(PackedGradients.CountMask))).CopyTo(rows[i..]);
            }
        }

        for (; i < count; i++)
        {
            gradients[i] += words[i] >> PackedGradients.GradientShift;
            hessians[i] += (words[i] >> PackedGradients.HessianShift) & PackedGradients.HessianMask;
            rows[i] += words[i] & PackedGradients.CountMask;
        }

        words.Clear();
    }

    // The jump is the same for all rows of a call, so it is predicted; an inner loop over the width costs about half as much again.
    private static void AddRow(ulong codes, long gradient, int width, long* sums)
    {
        switch (width)
        {
            case 8:
                sums[(7 * Stride) + (byte)(codes >> 56)] += gradient;
                goto case 7;
            case 7:
                sums[(6 * Stride) + (byte)(codes >> 48)] += gradient;
                goto case 6;
            case 6:
                sums[(5 * Stride) + (byte)(codes >> 40)] += gradient;
                goto case 5;
            case 5:
                sums[(4 * Stride) + (byte)(codes >> 32)] += gradient;
                goto case 4;
            case 4:
                sums[(3 * Stride) + (byte)(codes >> 24)] += gradient;
                goto case 3;
            case 3:
                sums[(2 * Stride) + (byte)(codes >> 16)] += gradient;
                goto case 2;
            case 2:
                sums[Stride + (byte)(codes >> 8)] += gradient;
                goto default;
            default:
                sums[(byte)codes] += gradient;
                break;
        }
    }
}
