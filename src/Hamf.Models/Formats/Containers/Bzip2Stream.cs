using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>A file of bzip2: one or more streams of blocks, each with a checksum.</summary>
internal sealed class Bzip2Stream(ReadOnlyMemory<byte> file, MemoryBudget budget) : DecodingStream
{
    private const ulong BlockMagic = 0x314159265359;
    private const ulong EndMagic = 0x177245385090;

    // The tables of codes of a block.
    private const int TablesSize = 1 << 15;

    private readonly Bzip2Bits _bits = new(file);
    private Bzip2Block? _block;
    private int _blockSizeMax;
    private uint _combined;
    private bool _isInStream;
    private bool _isInBlock;

    /// <inheritdoc/>
    protected override bool TryDecode(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        if (!_isInStream)
        {
            return TryBeginStream();
        }

        if (_isInBlock)
        {
            _isInBlock = _block!.TryDecode(out piece);
            _combined = _isInBlock ? _combined : ((_combined << 1) | (_combined >> 31)) ^ _block.VerifiedChecksum();
            return true;
        }

        ulong magic = ((ulong)_bits.Read(24) << 24) | _bits.Read(24);
        if (magic == BlockMagic)
        {
            budget.Charge(TablesSize);
            Block().Begin(_bits, _blockSizeMax);
            _isInBlock = true;
        }
        else
        {
            EndStream(magic);
        }

        return true;
    }

    private bool TryBeginStream()
    {
        _bits.SkipToByte();
        if (_bits.IsAtEnd)
        {
            return false;
        }

        uint head = _bits.Read(24);
        uint level = _bits.Read(8) - '0';
        if (head != 0x425A68 || level is 0 or > 9)
        {
            throw new InvalidDataException();
        }

        _blockSizeMax = (int)level * 100_000;
        _combined = 0;
        _isInStream = true;
        return true;
    }

    /// <summary>One block serves all streams of a file, because streams may be tiny and many.</summary>
    private Bzip2Block Block()
    {
        if (_block is null)
        {
            budget.Charge(Bzip2Block.Size);
            _block = new Bzip2Block();
        }

        return _block;
    }

    private void EndStream(ulong magic)
    {
        uint checksum = (_bits.Read(16) << 16) | _bits.Read(16);
        if (magic != EndMagic || checksum != _combined)
        {
            throw new InvalidDataException();
        }

        _isInStream = false;
    }
}
