using System.Numerics;
using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Splitting;

/// <summary>The codes of a <see cref="BinnedTable"/> row by row: deep nodes hold few, scattered rows, and each costs one cache line. Immutable.</summary>
internal sealed class BinnedRows
{
    /// <summary>Codes of a feature: a code is a byte.</summary>
    public const int MaxCodes = 256;

    private const int BlockRows = 1024;

    private readonly AlignedBytes _codes;

    private BinnedRows(BinnedTable table)
    {
        Bins = table.Bins;
        RowCount = table.RowCount;
        Stride = StrideOf(table.FeatureCount);
        long size = (long)RowCount * Stride;
        if (size > Array.MaxLength - AlignedBytes.LineSize)
        {
            throw new ArgumentException($"{RowCount} rows of {table.FeatureCount} features are too many to be held in memory row by row.");
        }

        _codes = new AlignedBytes((int)size);
    }

    /// <summary>The bins of each feature.</summary>
    public FeatureBins[] Bins { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>Bytes from a row to the next; rows do not cross cache lines needlessly.</summary>
    public int Stride { get; }

    /// <summary>The code of feature f of row r is at r * <see cref="Stride"/> + f.</summary>
    public ReadOnlySpan<byte> Codes => _codes.Span;

    /// <summary>Copies the codes of a table.</summary>
    public static BinnedRows Copy(BinnedTable table, WorkCrew crew)
    {
        var rows = new BinnedRows(table);
        crew.Run((table.RowCount + BlockRows - 1) / BlockRows, block => rows.CopyBlock(table, block * BlockRows));
        return rows;
    }

    private static int StrideOf(int features) => features <= 32 ? (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(1, features))
        : (features + AlignedBytes.LineSize - 1) / AlignedBytes.LineSize * AlignedBytes.LineSize;

    private void CopyBlock(BinnedTable table, int firstRow)
    {
        int count = Math.Min(BlockRows, RowCount - firstRow);
        Span<byte> target = _codes.Span.Slice(firstRow * Stride, count * Stride);
        for (int f = 0; f < Bins.Length; f++)
        {
            ReadOnlySpan<byte> codes = table.Codes[f].AsSpan(firstRow, count);
            for (int i = 0; i < codes.Length; i++)
            {
                target[(i * Stride) + f] = codes[i];
            }
        }
    }
}
