using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>A file of xz: one or more streams of blocks, each block with a checksum, and an index behind them. The only filter read is LZMA2.</summary>
internal sealed class XzStream(ReadOnlyMemory<byte> file, MemoryBudget budget) : DecodingStream
{
    private const ulong Lzma2Filter = 0x21;

    private readonly CompressedInput _input = new(file);
    private Lzma2? _block;
    private XzCheck? _check;
    private byte _checkKind;
    private int _blockStart;
    private int _headerSize;
    private long _blockLength;
    private ulong? _expectedLength;
    private bool _isInStream;
    private readonly List<(long Size, long Length)> _index = [];

    /// <inheritdoc/>
    protected override bool TryDecode(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        if (_block is null)
        {
            return TryBegin();
        }

        if (_block.TryDecode(out piece))
        {
            _blockLength += piece.Length;
            _check!.Add(piece.Span);
        }
        else
        {
            EndBlock();
        }

        return true;
    }

    /// <summary>Begins a stream or a block, or ends a stream; false when nothing follows.</summary>
    private bool TryBegin()
    {
        if (!_isInStream)
        {
            return TryBeginStream();
        }

        _blockStart = _input.Position;
        byte size = _input.Byte();
        if (size == 0)
        {
            EndStream();
            return true;
        }

        _headerSize = (size + 1) * 4;
        ReadOnlyMemory<byte> rest = _input.Take(_headerSize - 1 - 4);
        Verify32(_input.Since(_blockStart));
        BeginBlock(new CompressedInput(rest));
        return true;
    }

    private bool TryBeginStream()
    {
        // Streams may be filled up with zeros by fours.
        while (_input.Left >= 4)
        {
            int start = _input.Position;
            if (_input.UInt32() == 0)
            {
                continue;
            }

            ReadOnlySpan<byte> magic = [0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0];
            int second = _input.BigEndianUInt16();
            ReadOnlyMemory<byte> flags = _input.Take(2);
            if (!_input.Since(start).Span.StartsWith(magic) || second != 0x5A00 || flags.Span[0] != 0)
            {
                throw new InvalidDataException();
            }

            Verify32(flags);
            _checkKind = flags.Span[1];
            _isInStream = true;
            _index.Clear();
            return true;
        }

        return _input.Left == 0 ? false : throw new InvalidDataException();
    }

    private void BeginBlock(CompressedInput header)
    {
        byte flags = header.Byte();
        if ((flags & 0x3F) != 0)
        {
            throw new InvalidDataException();
        }

        _ = (flags & 0x40) != 0 ? Number(header) : 0;
        _expectedLength = (flags & 0x80) != 0 ? Number(header) : null;
        if (Number(header) != Lzma2Filter || Number(header) != 1)
        {
            throw new InvalidDataException();
        }

        byte bits = header.Byte();
        uint dictionarySize = bits > 40 ? throw new InvalidDataException() : bits == 40 ? uint.MaxValue : (2u | (bits & 1u)) << ((bits / 2) + 11);
        _block = new Lzma2(_input, new LzmaWindow(dictionarySize, budget), budget);
        _check = new XzCheck(_checkKind);
        _blockLength = 0;
    }

    private void EndBlock()
    {
        long size = _input.Position - _blockStart;
        while ((_input.Position - _blockStart) % 4 != 0)
        {
            RequireZero(_input.Byte());
        }

        _check!.Verify(_input);
        _index.Add((size + _check.Size, _blockLength));
        if (_expectedLength is { } expected && expected != (ulong)_blockLength)
        {
            throw new InvalidDataException();
        }

        _block = null;
    }

    private void EndStream()
    {
        if (Number(_input) != (ulong)_index.Count)
        {
            throw new InvalidDataException();
        }

        foreach ((long size, long length) in _index)
        {
            if (Number(_input) != (ulong)size || Number(_input) != (ulong)length)
            {
                throw new InvalidDataException();
            }
        }

        while ((_input.Position - _blockStart) % 4 != 0)
        {
            RequireZero(_input.Byte());
        }

        int indexSize = _input.Position - _blockStart + 4;
        Verify32(_input.Since(_blockStart));
        uint crc = _input.UInt32();
        ReadOnlyMemory<byte> footer = _input.Take(6);
        bool isWhole = Crc.Continue32(0, footer.Span) == crc
            && BitConverter.ToUInt32(footer.Span) == (indexSize / 4) - 1
            && footer.Span[5] == _checkKind
            && _input.BigEndianUInt16() == 0x595A;
        if (!isWhole)
        {
            throw new InvalidDataException();
        }

        _isInStream = false;
    }

    private void Verify32(ReadOnlyMemory<byte> bytes)
    {
        if (_input.UInt32() != Crc.Continue32(0, bytes.Span))
        {
            throw new InvalidDataException();
        }
    }

    /// <summary>A number of up to 63 bits, seven in each byte, lowest first.</summary>
    private static ulong Number(CompressedInput input)
    {
        ulong value = 0;
        for (int shift = 0; shift < 63; shift += 7)
        {
            byte b = input.Byte();
            value |= (b & 0x7FUL) << shift;
            if (b < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException();
    }

    private static void RequireZero(byte value)
    {
        if (value != 0)
        {
            throw new InvalidDataException();
        }
    }
}
