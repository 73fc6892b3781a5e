namespace Hamf.Models.Trees.Scoring;

/// <summary>
/// The layout of a wide node: three levels of a tree in one cache line. Splits 0 to 6 lie as a heap (children of i are 2i + 1 and 2i + 2).
/// Bytes 0 to 27 are their thresholds as floats, 28 to 34 their channels, 35 to 58 the eight exits of 24 bits each: the number of a block
/// of the same tree, or, with <see cref="LeafFlag"/>, of a leaf.
/// </summary>
internal static class WideBlock
{
    public const int Size = 64;

    public const int ChannelsAt = 28;

    public const int ExitsAt = 35;

    public const int ExitSize = 3;

    public const uint LeafFlag = 0x80_0000;

    public const uint ExitMask = 0xFF_FFFF;

    public const int NumberMax = 0x7F_FFFF;

    public const int Splits = 7;

    /// <summary>Where the exit stands for the answers of all seven splits, bit i set where split i goes left; the eighth bit means nothing.</summary>
    public static ReadOnlySpan<byte> ExitOf => ExitTable;

    private static readonly byte[] ExitTable = FillExits();

    private static byte[] FillExits()
    {
        byte[] table = GC.AllocateArray<byte>(256, pinned: true);
        for (int answers = 0; answers < table.Length; answers++)
        {
            int at = 0;
            while (at < Splits)
            {
                at = (answers >> at & 1) != 0 ? (2 * at) + 1 : (2 * at) + 2;
            }

            table[answers] = (byte)(ExitsAt + (ExitSize * (at - Splits)));
        }

        return table;
    }
}
