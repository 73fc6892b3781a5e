using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Growing;

/// <summary>Adds rows to packed histograms: one 64-bit addition per row and feature, which is what one store port can do.</summary>
internal static unsafe class HistogramKernel
{
    /// <summary>
    /// Words of a feature's packed histogram: every byte has its own, so that no code can reach outside, and 8 more, so that the same code of two
    /// features does not fall into the same set of the cache.
    /// </summary>
    public const int Stride = 264;

    // Far enough ahead to cover memory latency (measured best of 24 and 64 on 2,000,000 rows).
    private const int PrefetchRows = 64;

    /// <summary>Adds rows to the packed histograms of a group of features.</summary>
    /// <param name="chunks">The group's codes, [rows of the table x <paramref name="chunkSize"/>].</param>
    /// <param name="chunkSize">Bytes of a row.</param>
    /// <param name="width">Features of the group, 1 to 16 and at most <paramref name="chunkSize"/>.</param>
    /// <param name="words">What each row adds, [rows of the table].</param>
    /// <param name="rows">Rising, not empty, each below the length of <paramref name="words"/>.</param>
    /// <param name="packed">[width * Stride], added to.</param>
    public static void Add(byte[] chunks, int chunkSize, int width, long[] words, ReadOnlySpan<int> rows, long[] packed)
    {
        // Bounds: rows come from RowPartition and are below the row count, which is the length of words and chunks.Length / chunkSize; a code is a
        // byte, so feature j touches words j * Stride to j * Stride + 255, below width * Stride.
        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, width * Stride);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunks.Length, (long)words.Length * chunkSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rows[^1], (uint)words.Length);
        fixed (byte* chunk = chunks)
        fixed (long* word = words)
        fixed (int* row = rows)
        fixed (long* sums = packed)
        {
            if (rows[^1] - rows[0] == rows.Length - 1)
            {
                AddStretch(chunk + ((nint)rows[0] * chunkSize), chunkSize, width, word + rows[0], rows.Length, sums);
            }
            else
            {
                AddRows(chunk, chunkSize, width, word, row, rows.Length, sums);
            }
        }
    }

    /// <summary>Moves packed sums of one feature to the histogram and clears them.</summary>
    /// <param name="packed">The group's packed histograms.</param>
    /// <param name="from">First word of the feature.</param>
    /// <param name="layout">Where the fields stand.</param>
    /// <param name="histogram">Added to, or set when <paramref name="isFirst"/>.</param>
    /// <param name="to">First bin of the feature.</param>
    /// <param name="count">Bins, a multiple of 8.</param>
    /// <param name="isFirst">Whether what the histogram holds is to be forgotten.</param>
    /// <param name="useVectors">False forces the scalar twin.</param>
    public static void Flush(long[] packed, int from, WordLayout layout, Histogram histogram, int to, int count, bool isFirst, bool useVectors)
    {
        Span<long> words = packed.AsSpan(from, count);
        Span<long> gradients = histogram.Gradients.AsSpan(to, count);
        Span<long> hessians = histogram.Hessians.AsSpan(to, count);
        Span<long> rows = histogram.Rows.AsSpan(to, count);
        Vector512<long> kept = isFirst ? Vector512<long>.Zero : Vector512<long>.AllBitsSet;
        Vector512<long> hessianMask = Vector512.Create(layout.HessianMask);
        Vector512<long> countMask = Vector512.Create(layout.CountMask);
        int i = 0;
        if (useVectors)
        {
            for (; i <= count - Vector512<long>.Count; i += Vector512<long>.Count)
            {
                Vector512<long> word = Vector512.Create<long>(words[i..]);
                ((Vector512.Create<long>(gradients[i..]) & kept) + (word >> layout.GradientShift)).CopyTo(gradients[i..]);
                ((Vector512.Create<long>(hessians[i..]) & kept) + ((word >>> layout.HessianShift) & hessianMask)).CopyTo(hessians[i..]);
                ((Vector512.Create<long>(rows[i..]) & kept) + (word & countMask)).CopyTo(rows[i..]);
            }
        }

        for (; i < count; i++)
        {
            gradients[i] = (isFirst ? 0 : gradients[i]) + (words[i] >> layout.GradientShift);
            hessians[i] = (isFirst ? 0 : hessians[i]) + ((words[i] >> layout.HessianShift) & layout.HessianMask);
            rows[i] = (isFirst ? 0 : rows[i]) + (words[i] & layout.CountMask);
        }

        words.Clear();
    }

    private static void AddStretch(byte* chunk, int chunkSize, int width, long* word, int count, long* sums)
    {
        for (int i = 0; i < count; i++)
        {
            AddRow(chunk, word[i], width, sums);
            chunk += chunkSize;
        }
    }

    private static void AddRows(byte* chunks, int chunkSize, int width, long* words, int* rows, int count, long* sums)
    {
        int ahead = Sse.IsSupported ? count - PrefetchRows : 0;
        for (int i = 0; i < count; i++)
        {
            if (i < ahead)
            {
                Sse.Prefetch0(chunks + ((nint)rows[i + PrefetchRows] * chunkSize));
                Sse.Prefetch0(words + rows[i + PrefetchRows]);
            }

            AddRow(chunks + ((nint)rows[i] * chunkSize), words[rows[i]], width, sums);
        }
    }

    // The width is the same for all rows of a call, so the branches are predicted; a loop over the width costs about half as much again.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(byte* codes, long word, int width, long* sums)
    {
        if ((width & 16) != 0)
        {
            AddEight(codes, word, sums);
            AddEight(codes + 8, word, sums + (8 * Stride));
            return;
        }

        if ((width & 8) != 0)
        {
            AddEight(codes, word, sums);
            codes += 8;
            sums += 8 * Stride;
        }

        if ((width & 4) != 0)
        {
            AddFour(codes, word, sums);
            codes += 4;
            sums += 4 * Stride;
        }

        if ((width & 2) != 0)
        {
            sums[codes[0]] += word;
            sums[Stride + codes[1]] += word;
            codes += 2;
            sums += 2 * Stride;
        }

        if ((width & 1) != 0)
        {
            sums[codes[0]] += word;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddEight(byte* codes, long word, long* sums)
    {
        AddFour(codes, word, sums);
        AddFour(codes + 4, word, sums + (4 * Stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddFour(byte* codes, long word, long* sums)
    {
        sums[codes[0]] += word;
        sums[Stride + codes[1]] += word;
        sums[(2 * Stride) + codes[2]] += word;
        sums[(3 * Stride) + codes[3]] += word;
    }
}
