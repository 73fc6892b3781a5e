namespace Hamf.Models.Formats.Containers;

/// <summary>A table of Huffman codes, given by their lengths.</summary>
internal sealed class Bzip2Codes
{
    private const int LongestCode = 20;

    private readonly Bzip2Bits _bits;
    private readonly int[] _symbols;

    // By length: how many codes there are.
    private readonly int[] _counts = new int[LongestCode + 1];

    /// <summary>Reads the lengths: each is the former one, one up or one down, as often as bits say.</summary>
    public Bzip2Codes(Bzip2Bits bits, int symbolCount)
    {
        _bits = bits;
        var lengths = new int[symbolCount];
        int length = (int)bits.Read(5);
        for (int i = 0; i < symbolCount; i++)
        {
            while (true)
            {
                if (length is < 1 or > LongestCode)
                {
                    throw new InvalidDataException();
                }

                if (bits.Read(1) == 0)
                {
                    break;
                }

                length += bits.Read(1) == 0 ? 1 : -1;
            }

            lengths[i] = length;
            _counts[length]++;
        }

        _symbols = [.. Enumerable.Range(0, symbolCount).OrderBy(symbol => lengths[symbol])];
    }

    /// <summary>The next symbol. Codes of a length are consecutive numbers that follow on the shorter ones.</summary>
    public int Read()
    {
        int code = 0;
        int first = 0;
        int index = 0;
        for (int length = 1; length <= LongestCode; length++)
        {
            code |= (int)_bits.Read(1);
            int count = _counts[length];
            if (code - first < count)
            {
                return _symbols[index + (code - first)];
            }

            index += count;
            first = (first + count) << 1;
            code <<= 1;
        }

        throw new InvalidDataException();
    }
}
