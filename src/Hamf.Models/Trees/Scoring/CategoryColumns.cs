using Hamf.Models.Data;

namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// The categories of a block of rows in a workspace, per category: the codes as ints, then the bytes and bits that
/// <see cref="CategoryTest"/> reads where the category has few codes.
/// </summary>
internal static unsafe class CategoryColumns
{
    /// <summary>Bytes of a category's columns.</summary>
    public const int Size = BlockRows * (sizeof(int) + 2);

    private const int BlockRows = SelectNetwork.BlockRows;

    /// <summary>Reads a category of a block; <paramref name="work"/> has <see cref="Size"/> bytes for each.</summary>
    public static void Read(ChannelMap map, int category, FeatureTable table, int start, int rows, byte* work)
    {
        ReadOnlySpan<double> column = table.Columns[map.Categories[category]].AsSpan(start, rows);
        var codes = new Span<int>(work + (category * Size), rows);
        for (int i = 0; i < rows; i++)
        {
            codes[i] = map.CodeOf(category, column[i]);
        }

        CategoryTest.Prepare(codes, Bytes(work, category), Bits(work, category));
    }

    /// <summary>Answers a split by category for a block.</summary>
    public static void Test(ChannelMap map, int category, byte* work, int rows, ReadOnlySpan<byte> set, Span<byte> column, SimdLevel level)
    {
        if (level >= SimdLevel.Vector256 && map.CodeCount(category) <= CategoryTest.VectorCodesMax)
        {
            CategoryTest.Apply256(set, Bytes(work, category), Bits(work, category), column);
        }
        else
        {
            CategoryTest.Apply(set, new ReadOnlySpan<int>(work + (category * Size), rows), column);
        }
    }

    private static Span<byte> Bytes(byte* work, int category) => new(work + (category * Size) + (BlockRows * sizeof(int)), BlockRows);

    private static Span<byte> Bits(byte* work, int category) => new(work + (category * Size) + (BlockRows * (sizeof(int) + 1)), BlockRows);
}
