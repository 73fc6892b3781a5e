namespace Hamf.Models.Formats.Containers;

/// <summary>The bytes of a block before they were transformed: Huffman codes of places in a list that moves what was used to its front.</summary>
internal sealed class Bzip2Symbols(Bzip2Bits bits)
{
    private const int GroupSize = 50;
    private const int SelectorsMax = 18002;
    private const int RunA = 0;
    private const int RunB = 1;

    /// <summary>Decodes a block; returns the number of its bytes.</summary>
    public int Decode(Span<uint> bytes)
    {
        byte[] front = UsedBytes();
        int tableCount = (int)bits.Read(3);
        byte[] selectors = Selectors(tableCount, (int)bits.Read(15));
        var tables = new Bzip2Codes[tableCount];
        for (int i = 0; i < tableCount; i++)
        {
            tables[i] = new Bzip2Codes(bits, front.Length + 2);
        }

        int end = front.Length + 1;
        int count = 0;
        long run = 0;
        long weight = 1;
        for (int read = 0; ; read++)
        {
            int group = read / GroupSize;
            int symbol = group < selectors.Length ? tables[selectors[group]].Read() : throw new InvalidDataException();
            if (symbol is RunA or RunB)
            {
                // A run is a number in digits 1 and 2, lowest first.
                run += weight << symbol;
                weight <<= 1;
                if (run > bytes.Length - count)
                {
                    throw new InvalidDataException();
                }

                continue;
            }

            bytes.Slice(count, (int)run).Fill(front[0]);
            count += (int)run;
            run = 0;
            weight = 1;
            if (symbol == end)
            {
                return count;
            }

            if (count == bytes.Length)
            {
                throw new InvalidDataException();
            }

            bytes[count++] = MoveToFront(front, symbol - 1);
        }
    }

    private static byte MoveToFront(byte[] front, int place)
    {
        byte value = front[place];
        front.AsSpan(0, place).CopyTo(front.AsSpan(1));
        front[0] = value;
        return value;
    }

    private byte[] UsedBytes()
    {
        uint ranges = bits.Read(16);
        List<byte> used = [];
        for (int range = 0; range < 16; range++)
        {
            uint flags = (ranges & (0x8000u >> range)) != 0 ? bits.Read(16) : 0;
            for (int i = 0; i < 16; i++)
            {
                if ((flags & (0x8000u >> i)) != 0)
                {
                    used.Add((byte)((16 * range) + i));
                }
            }
        }

        return used.Count > 0 ? [.. used] : throw new InvalidDataException();
    }

    private byte[] Selectors(int tableCount, int count)
    {
        if (tableCount is < 2 or > 6 || count == 0)
        {
            throw new InvalidDataException();
        }

        byte[] front = [0, 1, 2, 3, 4, 5];
        var selectors = new byte[Math.Min(count, SelectorsMax)];
        for (int i = 0; i < count; i++)
        {
            int place = 0;
            while (bits.Read(1) != 0)
            {
                if (++place == tableCount)
                {
                    throw new InvalidDataException();
                }
            }

            byte selector = MoveToFront(front, place);
            if (i < selectors.Length)
            {
                selectors[i] = selector;
            }
        }

        return selectors;
    }
}
