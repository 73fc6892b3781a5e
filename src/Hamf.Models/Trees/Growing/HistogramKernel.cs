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
    /// <param name="codes">The group's codes, [rows of the table x <paramref name="rowSize"/>].</param>
    /// <param name="rowSize">Bytes of a row.</param>
    /// <param name="width">Features of the group, 1 to 16 and at most <paramref name="rowSize"/>.</param>
    /// <param name="words">What each row adds, [rows of the table].</param>
    /// <param name="rows">Rising, not empty, each below the length of <paramref name="words"/>; those behind the count will be added next.</param>
    /// <param name="count">How many of them to add, 1 or more.</param>
    /// <param name="packed">[width * Stride], added to.</param>
    public static void Add(ReadOnlySpan<byte> codes, int rowSize, int width, long[] words, ReadOnlySpan<int> rows, int count, long[] packed)
    {
        // Bounds: rows come from RowPartition and are below the row count, which is the length of words and codes.Length / rowSize; a code is a
        // byte, so feature j touches words j * Stride to j * Stride + 255, below width * Stride.
        ArgumentOutOfRangeException.ThrowIfLessThan(packed.Length, width * Stride);
        ArgumentOutOfRangeException.ThrowIfLessThan(codes.Length, (long)words.Length * rowSize);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)rows[^1], (uint)words.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, rows.Length);
        int prefetches = Math.Min(count, rows.Length - PrefetchRows);
        fixed (byte* code = codes)
        fixed (long* word = words)
        fixed (int* row = rows)
        fixed (long* sums = packed)
        {
            switch (width)
            {
                case 1: AddAll<Width1>(code, rowSize, word, row, count, prefetches, sums); break;
                case 2: AddAll<Width2>(code, rowSize, word, row, count, prefetches, sums); break;
                case 3: AddAll<Width3>(code, rowSize, word, row, count, prefetches, sums); break;
                case 4: AddAll<Width4>(code, rowSize, word, row, count, prefetches, sums); break;
                case 5: AddAll<Width5>(code, rowSize, word, row, count, prefetches, sums); break;
                case 6: AddAll<Width6>(code, rowSize, word, row, count, prefetches, sums); break;
                case 7: AddAll<Width7>(code, rowSize, word, row, count, prefetches, sums); break;
                case 8: AddAll<Width8>(code, rowSize, word, row, count, prefetches, sums); break;
                case 9: AddAll<Width9>(code, rowSize, word, row, count, prefetches, sums); break;
                case 10: AddAll<Width10>(code, rowSize, word, row, count, prefetches, sums); break;
                case 11: AddAll<Width11>(code, rowSize, word, row, count, prefetches, sums); break;
                case 12: AddAll<Width12>(code, rowSize, word, row, count, prefetches, sums); break;
                case 13: AddAll<Width13>(code, rowSize, word, row, count, prefetches, sums); break;
                case 14: AddAll<Width14>(code, rowSize, word, row, count, prefetches, sums); break;
                case 15: AddAll<Width15>(code, rowSize, word, row, count, prefetches, sums); break;
                default: AddAll<Width16>(code, rowSize, word, row, count, prefetches, sums); break;
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    private static void AddAll<TWidth>(byte* codes, int rowSize, long* words, int* rows, int count, int prefetches, long* sums)
        where TWidth : IWidth
    {
        if (rows[count - 1] - rows[0] == count - 1)
        {
            AddStretch<TWidth>(codes + ((nint)rows[0] * rowSize), rowSize, words + rows[0], count, sums);
        }
        else
        {
            AddRows<TWidth>(codes, rowSize, words, rows, count, prefetches, sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddStretch<TWidth>(byte* codes, int rowSize, long* words, int count, long* sums)
        where TWidth : IWidth
    {
        for (int i = 0; i < count; i++)
        {
            AddRow<TWidth>(codes, words[i], sums);
            codes += rowSize;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows<TWidth>(byte* codes, int rowSize, long* words, int* rows, int count, int prefetches, long* sums)
        where TWidth : IWidth
    {
        int ahead = Sse.IsSupported ? prefetches : 0;
        for (int i = 0; i < count; i++)
        {
            if (i < ahead)
            {
                Sse.Prefetch0(codes + ((nint)rows[i + PrefetchRows] * rowSize));
                Sse.Prefetch0(words + rows[i + PrefetchRows]);
            }

            AddRow<TWidth>(codes + ((nint)rows[i] * rowSize), words[rows[i]], sums);
        }
    }

    // The compiler makes straight code of this for each width: a loop, or branches on a variable width, cost a third to a half more.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow<TWidth>(byte* codes, long word, long* sums)
        where TWidth : IWidth
    {
        sums[(nuint)codes[0]] += word;
        if (TWidth.Value > 1) { sums[(1 * Stride) + (nuint)codes[1]] += word; }
        if (TWidth.Value > 2) { sums[(2 * Stride) + (nuint)codes[2]] += word; }
        if (TWidth.Value > 3) { sums[(3 * Stride) + (nuint)codes[3]] += word; }
        if (TWidth.Value > 4) { sums[(4 * Stride) + (nuint)codes[4]] += word; }
        if (TWidth.Value > 5) { sums[(5 * Stride) + (nuint)codes[5]] += word; }
        if (TWidth.Value > 6) { sums[(6 * Stride) + (nuint)codes[6]] += word; }
        if (TWidth.Value > 7) { sums[(7 * Stride) + (nuint)codes[7]] += word; }
        if (TWidth.Value > 8) { sums[(8 * Stride) + (nuint)codes[8]] += word; }
        if (TWidth.Value > 9) { sums[(9 * Stride) + (nuint)codes[9]] += word; }
        if (TWidth.Value > 10) { sums[(10 * Stride) + (nuint)codes[10]] += word; }
        if (TWidth.Value > 11) { sums[(11 * Stride) + (nuint)codes[11]] += word; }
        if (TWidth.Value > 12) { sums[(12 * Stride) + (nuint)codes[12]] += word; }
        if (TWidth.Value > 13) { sums[(13 * Stride) + (nuint)codes[13]] += word; }
        if (TWidth.Value > 14) { sums[(14 * Stride) + (nuint)codes[14]] += word; }
        if (TWidth.Value > 15) { sums[(15 * Stride) + (nuint)codes[15]] += word; }
    }

    private interface IWidth
    {
        static abstract int Value { get; }
    }

    private struct Width1 : IWidth { public static int Value => 1; }

    private struct Width2 : IWidth { public static int Value => 2; }

    private struct Width3 : IWidth { public static int Value => 3; }

    private struct Width4 : IWidth { public static int Value => 4; }

    private struct Width5 : IWidth { public static int Value => 5; }

    private struct Width6 : IWidth { public static int Value => 6; }

    private struct Width7 : IWidth { public static int Value => 7; }

    private struct Width8 : IWidth { public static int Value => 8; }

    private struct Width9 : IWidth { public static int Value => 9; }

    private struct Width10 : IWidth { public static int Value => 10; }

    private struct Width11 : IWidth { public static int Value => 11; }

    private struct Width12 : IWidth { public static int Value => 12; }

    private struct Width13 : IWidth { public static int Value => 13; }

    private struct Width14 : IWidth { public static int Value => 14; }

    private struct Width15 : IWidth { public static int Value => 15; }

    private struct Width16 : IWidth { public static int Value => 16; }
}
