using System.Runtime.Intrinsics.X86;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Adds rows of two classes to the cells of several features in one pass: each row's codes are one cache line. Unsafe code.</summary>
internal static unsafe class CodeKernel
{
    /// <summary>Most features of a pass.</summary>
    public const int FeaturesAtOnce = 8;

    // Far enough ahead to cover memory latency at about five updates a row; measured best of 8 to 64 on 285,000 rows of 32 bytes.
    private const int PrefetchRows = 24;

    /// <summary>Adds rows to the cells of features; those of the i-th begin at i * <see cref="BinnedRows.MaxCodes"/>.</summary>
    /// <param name="table">The codes.</param>
    /// <param name="features">1 to <see cref="FeaturesAtOnce"/> features of the table.</param>
    /// <param name="rows">Rows of the table.</param>
    /// <param name="words">The word of each row in its <see cref="Bag"/>.</param>
    /// <param name="cells">Added to.</param>
    public static void Add(BinnedRows table, ReadOnlySpan<int> features, ReadOnlySpan<int> rows, ReadOnlySpan<uint> words, Span<ulong> cells)
    {
        // Bounds: rows come from a bag, which holds numbers below the table's RowCount, and features from the splitter, below its
        // feature count; a code is a byte, so feature i touches cells i * 256 to i * 256 + 255, below features.Length * 256.
        ArgumentOutOfRangeException.ThrowIfNotEqual(words.Length, rows.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(features.Length, FeaturesAtOnce);
        ArgumentOutOfRangeException.ThrowIfLessThan(cells.Length, features.Length * BinnedRows.MaxCodes);
        nuint stride = (nuint)table.Stride;
        fixed (byte* codes = table.Codes)
        fixed (int* feature = features)
        fixed (int* row = rows)
        fixed (uint* word = words)
        fixed (ulong* cell = cells)
        {
            int ahead = Sse.IsSupported ? rows.Length - PrefetchRows : 0;
            for (int i = 0; i < rows.Length; i++)
            {
                if (i < ahead)
                {
                    Sse.Prefetch0(codes + ((nuint)row[i + PrefetchRows] * stride));
                }

                AddRow(codes + ((nuint)row[i] * stride), feature, features.Length, BinaryTally.Contribution(word[i]), cell);
            }
        }
    }

    // The jump is the same for all rows of a call, so it is predicted; an inner loop over the features costs more.
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
