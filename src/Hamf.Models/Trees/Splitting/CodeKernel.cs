using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Adds rows of two classes to the cells of several features in one pass: each row's codes are one cache line. Unsafe code.</summary>
internal static unsafe class CodeKernel
{
    /// <summary>Most features of a pass.</summary>
    public const int FeaturesAtOnce = 8;

    // Far enough ahead to cover memory latency at about five updates a row; the prototype of the trainer used 20.
    private const int PrefetchRows = 24;

    /// <summary>Adds rows to the cells of features; those of the i-th begin at i * <see cref="BinnedRows.MaxCodes"/>.</summary>
    /// <param name="table">The codes.</param>
    /// <param name="features">1 to <see cref="FeaturesAtOnce"/> features of the table.</param>
    /// <param name="entries">Entries of a <see cref="Bag"/> of rows of the table.</param>
    /// <param name="cells">Added to.</param>
    public static void Add(BinnedRows table, ReadOnlySpan<int> features, ReadOnlySpan<ulong> entries, Span<ulong> cells)
    {
        // Bounds: rows come from a bag, which holds numbers below the table's RowCount, and features from the splitter, below its
        // feature count; a code is a byte, so feature i touches cells i * 256 to i * 256 + 255, below features.Length * 256.
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features.Length, FeaturesAtOnce);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells.Length, features.Length * BinnedRows.MaxCodes);
        nuint stride = (nuint)table.Stride;
        fixed (byte* codes = table.Codes)
        fixed (int* feature = features)
        fixed (ulong* entry = entries)
        fixed (ulong* cell = cells)
        {
            int ahead = Sse.IsSupported ? entries.Length - PrefetchRows : 0;
            for (int i = 0; i < entries.Length; i++)
            {
                if (i < ahead)
                {
                    Sse.Prefetch0(codes + ((uint)entry[i + PrefetchRows] * stride));
                }

                AddRow(codes + ((uint)entry[i] * stride), feature, features.Length, BinaryTally.Contribution(entry[i]), cell);
            }
        }
    }

    /// <summary>Moves the entries that go left before the others; both sides keep their order.</summary>
    /// <param name="table">The codes.</param>
    /// <param name="feature">A feature of the table.</param>
    /// <param name="goesLeft">1 for codes that go left, 0 for others, [<see cref="BinnedRows.MaxCodes"/>].</param>
    /// <param name="entries">Entries of a <see cref="Bag"/> of rows of the table; divided in place.</param>
    /// <param name="spare">As long, overwritten.</param>
    /// <returns>How many go left.</returns>
    public static int Divide(BinnedRows table, int feature, byte[] goesLeft, Span<ulong> entries, Span<ulong> spare)
    {
        // Bounds: rows and feature as above; "left" grows by at most 1 for each entry, so 0 <= left <= i and 0 <= i - left < length.
        ArgumentOutOfRangeException.ThrowIfNotEqual(goesLeft.Length, BinnedRows.MaxCodes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(spare.Length, entries.Length);
        nuint stride = (nuint)table.Stride;
        nint left = 0;
        fixed (byte* codes = table.Codes[feature..])
        fixed (byte* side = goesLeft)
        fixed (ulong* entry = entries)
        fixed (ulong* rest = spare)
        {
            int ahead = Sse.IsSupported ? entries.Length - PrefetchRows : 0;
            for (int i = 0; i < entries.Length; i++)
            {
                if (i < ahead)
                {
                    Sse.Prefetch0(codes + ((uint)entry[i + PrefetchRows] * stride));
                }

                // Both places are written and one is kept: whether a row goes left cannot be predicted.
                ulong moved = entry[i];
                rest[i - left] = moved;
                entry[left] = moved;
                left += side[codes[(uint)moved * stride]];
            }
        }

        spare[..(entries.Length - (int)left)].CopyTo(entries[(int)left..]);
        return (int)left;
    }

    // The jump is the same for all rows of a call, so it is predicted; an inner loop would add a jump per feature.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddRow(byte* codes, int* feature, int count, ulong amount, ulong* cells)
    {
        switch (count)
        {
            case 8:
                cells[(7 * BinnedRows.MaxCodes) + codes[feature[7]]] += amount;
                goto case 7;
            case 7:
                cells[(6 * BinnedRows.MaxCodes) + codes[feature[6]]] += amount;
                goto case 6;
            case 6:
                cells[(5 * BinnedRows.MaxCodes) + codes[feature[5]]] += amount;
                goto case 5;
            case 5:
                cells[(4 * BinnedRows.MaxCodes) + codes[feature[4]]] += amount;
                goto case 4;
            case 4:
                cells[(3 * BinnedRows.MaxCodes) + codes[feature[3]]] += amount;
                goto case 3;
            case 3:
                cells[(2 * BinnedRows.MaxCodes) + codes[feature[2]]] += amount;
                goto case 2;
            case 2:
                cells[BinnedRows.MaxCodes + codes[feature[1]]] += amount;
                goto default;
            default:
                cells[codes[feature[0]]] += amount;
                break;
        }
    }
}
