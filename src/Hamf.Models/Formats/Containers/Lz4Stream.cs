using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>A file of LZ4 frames: blocks, each on its own or leaning on the 64 kB before it, with checksums (lz4_Frame_format.md).</summary>
internal sealed class Lz4Stream(ReadOnlyMemory<byte> file, MemoryBudget budget) : DecodingStream
{
    private const uint Magic = 0x184D2204;
    private const uint SkippableMagic = 0x184D2A50;
    private const int HistorySize = 1 << 16;
    private const int ChecksumsSize = 512;

    private readonly CompressedInput _input = new(file);

    // History, then the block that is being decoded.
    private byte[] _buffer = [];
    private int _historyLength;
    private int _lastLength;
    private int _blockSizeMax;
    private bool _isInFrame;
    private bool _hasLinkedBlocks;
    private bool _hasBlockChecksums;
    private ulong? _lengthLeft;
    private XxHash32? _checksum;

    /// <inheritdoc/>
    protected override bool TryDecode(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        if (!_isInFrame)
        {
            return TryBeginFrame();
        }

        uint head = _input.UInt32();
        if (head == 0)
        {
            EndFrame();
            return true;
        }

        int size = (int)(head & 0x7FFFFFFF);
        if (size > _blockSizeMax)
        {
            throw new InvalidDataException();
        }

        ReadOnlySpan<byte> block = _input.Take(size).Span;
        if (_hasBlockChecksums && _input.UInt32() != XxHash32.Of(block))
        {
            throw new InvalidDataException();
        }

        piece = Decode(block, isPlain: head > 0x7FFFFFFF);
        _checksum?.Add(piece.Span);
        _lengthLeft -= (ulong)piece.Length;
        return true;
    }

    private bool TryBeginFrame()
    {
        if (_input.Left == 0)
        {
            return false;
        }

        uint magic = _input.UInt32();
        if ((magic & 0xFFFFFFF0) == SkippableMagic)
        {
            _input.Take(_input.UInt32());
            return true;
        }

        int start = _input.Position;
        byte flags = _input.Byte();
        int blockSizeCode = (_input.Byte() >> 4) & 7;
        if (magic != Magic || flags >> 6 != 1 || blockSizeCode < 4)
        {
            throw new InvalidDataException();
        }

        _hasLinkedBlocks = (flags & 0x20) == 0;
        _hasBlockChecksums = (flags & 0x10) != 0;
        _lengthLeft = (flags & 0x08) != 0 ? _input.UInt64() : null;
        _checksum = (flags & 0x04) != 0 ? new XxHash32() : null;
        if ((flags & 0x01) != 0)
        {
            throw new InvalidDataException();
        }

        uint hash = XxHash32.Of(_input.Since(start).Span);
        if (_input.Byte() != (byte)(hash >> 8))
        {
            throw new InvalidDataException();
        }

        Prepare(blockSizeCode);
        return true;
    }

    private void Prepare(int blockSizeCode)
    {
        // 64 kB, 256 kB, 1 MB, 4 MB.
        _blockSizeMax = 1 << (8 + (2 * blockSizeCode));
        int size = HistorySize + _blockSizeMax;
        if (_buffer.Length < size)
        {
            budget.Charge(size);
            _buffer = new byte[size];
        }

        budget.Charge(ChecksumsSize);
        _historyLength = 0;
        _lastLength = 0;
        _isInFrame = true;
    }

    private void EndFrame()
    {
        if (_lengthLeft is not (null or 0) || (_checksum is { } checksum && _input.UInt32() != checksum.Value()))
        {
            throw new InvalidDataException();
        }

        _isInFrame = false;
    }

    private ReadOnlyMemory<byte> Decode(ReadOnlySpan<byte> block, bool isPlain)
    {
        KeepHistory();
        int end = HistorySize + block.Length;
        if (isPlain)
        {
            block.CopyTo(_buffer.AsSpan(HistorySize));
        }
        else
        {
            end = Lz4Block.Decode(block, _buffer.AsSpan(0, HistorySize + _blockSizeMax), HistorySize, HistorySize - _historyLength);
        }

        _lastLength = end - HistorySize;
        return _buffer.AsMemory(HistorySize, _lastLength);
    }

    /// <summary>Moves the end of the last block in front of the next one.</summary>
    private void KeepHistory()
    {
        if (!_hasLinkedBlocks)
        {
            return;
        }

        _historyLength = Math.Min(_historyLength + _lastLength, HistorySize);
        _buffer.AsSpan(_lastLength, HistorySize).CopyTo(_buffer);
    }
}
