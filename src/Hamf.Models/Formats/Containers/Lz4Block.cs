namespace Hamf.Models.Formats.Containers;

/// <summary>Decodes a block of LZ4: literals and copies in turn (lz4_Block_format.md).</summary>
internal static class Lz4Block
{
    private const int ShortestCopy = 4;

    /// <summary>Decodes into a buffer; returns where it ended.</summary>
    /// <param name="block">The block.</param>
    /// <param name="buffer">Where the bytes go; it ends where they must end at the latest.</param>
    /// <param name="start">Where the first byte goes.</param>
    /// <param name="earliest">The first byte of the buffer that may be copied from.</param>
    public static int Decode(ReadOnlySpan<byte> block, Span<byte> buffer, int start, int earliest)
    {
        int next = start;
        int place = 0;
        while (true)
        {
            int token = Byte(block, ref place);
            int literals = Length(block, ref place, token >> 4);
            if (literals > block.Length - place || literals > buffer.Length - next)
            {
                throw new InvalidDataException();
            }

            block.Slice(place, literals).CopyTo(buffer[next..]);
            place += literals;
            next += literals;
            if (place == block.Length)
            {
                return next;
            }

            int distance = Byte(block, ref place) | (Byte(block, ref place) << 8);
            int length = Length(block, ref place, token & 15) + ShortestCopy;
            if (distance == 0 || distance > next - earliest || length > buffer.Length - next)
            {
                throw new InvalidDataException();
            }

            for (int end = next + length; next < end; next++)
            {
                buffer[next] = buffer[next - distance];
            }
        }
    }

    private static int Length(ReadOnlySpan<byte> block, ref int place, int length)
    {
        if (length < 15)
        {
            return length;
        }

        byte more;
        do
        {
            // A block has at most 4 MB, so the sum stays far below what an integer holds.
            more = Byte(block, ref place);
            length += more;
        }
        while (more == byte.MaxValue);
        return length;
    }

    private static byte Byte(ReadOnlySpan<byte> block, ref int place) => place < block.Length ? block[place++] : throw new InvalidDataException();
}
