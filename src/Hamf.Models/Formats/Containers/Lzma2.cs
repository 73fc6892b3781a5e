using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>LZMA2, the filter of xz: chunks of LZMA or of plain bytes, each with its sizes.</summary>
internal sealed class Lzma2(CompressedInput input, LzmaWindow window, MemoryBudget budget)
{
    private readonly LzmaRange _range = new(input);
    private LzmaDecoder? _decoder;
    private bool _hasDictionary;
    private int _chunkLeft;
    private int _chunkEnd;
    private bool _isPlain;

    /// <summary>Decodes a piece into the window; false at the end.</summary>
    public bool TryDecode(out ReadOnlyMemory<byte> piece)
    {
        piece = default;
        if (_chunkLeft == 0 && !BeginChunk())
        {
            return false;
        }

        window.BeginPiece();
        int count = _isPlain ? Copy() : _decoder!.Decode(_chunkLeft);
        if (count == 0)
        {
            throw new InvalidDataException();
        }

        _chunkLeft -= count;
        if (_chunkLeft == 0 && !_isPlain && (input.Position != _chunkEnd || !_range.IsAtEnd || _decoder!.IsCopying))
        {
            throw new InvalidDataException();
        }

        piece = window.Piece();
        return true;
    }

    private bool BeginChunk()
    {
        byte control = input.Byte();
        if (control == 0)
        {
            return false;
        }

        if (control == 1 || control >= 0xE0)
        {
            window.Reset();
            _hasDictionary = true;
        }

        _isPlain = control < 0x80;
        if (!_hasDictionary || (_isPlain && control > 2))
        {
            throw new InvalidDataException();
        }

        if (_isPlain)
        {
            _chunkLeft = input.BigEndianUInt16() + 1;
            return true;
        }

        _chunkLeft = ((control & 0x1F) << 16) + input.BigEndianUInt16() + 1;
        int size = input.BigEndianUInt16() + 1;
        Prepare(control);
        _chunkEnd = input.Position + size;
        _range.Begin();
        return true;
    }

    private void Prepare(byte control)
    {
        if (control >= 0xC0)
        {
            byte properties = input.Byte();

            // Literal context and position bits are at most 4 together in LZMA2.
            if ((properties % 9) + (properties / 9 % 5) > 4)
            {
                throw new InvalidDataException();
            }

            _decoder = new LzmaDecoder(properties, _range, window, budget);
        }
        else if (_decoder is null)
        {
            throw new InvalidDataException();
        }
        else if (control >= 0xA0)
        {
            _decoder.Reset();
        }
    }

    private int Copy()
    {
        int count = Math.Min(_chunkLeft, window.Room);
        foreach (byte b in input.Take(count).Span)
        {
            window.Put(b);
        }

        return count;
    }
}
