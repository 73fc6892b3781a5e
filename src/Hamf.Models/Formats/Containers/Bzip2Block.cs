namespace Hamf.Models.Formats.Containers;

/// <summary>A block of bzip2: Huffman codes, move to front, the Burrows-Wheeler transform and runs, undone in this order.</summary>
internal sealed class Bzip2Block
{
    /// <summary>Bytes that a block takes in memory.</summary>
    public const int Size = (sizeof(uint) * LengthMax) + PieceSize;

    private const int LengthMax = 900_000;
    private const int PieceSize = 1 << 16;
    private const int RunBegins = 4;

    private readonly uint[] _links = new uint[LengthMax];
    private readonly byte[] _piece = new byte[PieceSize];
    private uint _expected;
    private uint _checksum;
    private uint _place;
    private int _left;
    private int _last;
    private int _repeated;
    private int _run;

    /// <summary>Reads a block from behind its magic number.</summary>
    public void Begin(Bzip2Bits bits, int lengthMax)
    {
        _expected = (bits.Read(16) << 16) | bits.Read(16);
        if (bits.Read(1) != 0)
        {
            throw new InvalidDataException();
        }

        uint origin = bits.Read(24);
        int count = new Bzip2Symbols(bits).Decode(_links.AsSpan(0, lengthMax));
        if (origin >= count)
        {
            throw new InvalidDataException();
        }

        Link(count);
        _place = _links[origin] >> 8;
        _left = count;
        _checksum = 0;
        _last = -1;
        _repeated = 0;
        _run = 0;
    }

    /// <summary>The next piece; false at the end of the block.</summary>
    public bool TryDecode(out ReadOnlyMemory<byte> piece)
    {
        int count = 0;
        while (count < PieceSize && (_left > 0 || _run > 0))
        {
            if (_run > 0)
            {
                int length = Math.Min(_run, PieceSize - count);
                _piece.AsSpan(count, length).Fill((byte)_last);
                count += length;
                _run -= length;
                continue;
            }

            count += Step(count);
        }

        _checksum = Crc.ContinueBzip2(_checksum, _piece.AsSpan(0, count));
        piece = _piece.AsMemory(0, count);
        return count > 0;
    }

    /// <summary>The checksum, compared with the block's own.</summary>
    public uint VerifiedChecksum() => _checksum == _expected ? _checksum : throw new InvalidDataException();

    /// <summary>Follows one link: a byte, or after four equal ones the number of further ones.</summary>
    private int Step(int count)
    {
        uint link = _links[_place];
        _place = link >> 8;
        _left--;
        byte value = (byte)link;
        if (_repeated == RunBegins)
        {
            _run = value;
            _repeated = 0;
            return 0;
        }

        _repeated = value == _last ? _repeated + 1 : 1;
        _last = value;
        _piece[count] = value;
        return 1;
    }

    /// <summary>Inverts the transform: above each byte the place of the one that follows it.</summary>
    private void Link(int count)
    {
        Span<int> starts = stackalloc int[257];
        starts.Clear();
        for (int i = 0; i < count; i++)
        {
            starts[(byte)_links[i] + 1]++;
        }

        for (int value = 0; value < 256; value++)
        {
            starts[value + 1] += starts[value];
        }

        for (int i = 0; i < count; i++)
        {
            _links[starts[(byte)_links[i]]++] |= (uint)i << 8;
        }
    }
}
