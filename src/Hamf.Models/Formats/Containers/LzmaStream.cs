using Hamf.Models.Formats.Pickle;

namespace Hamf.Models.Formats.Containers;

/// <summary>A file of LZMA alone: properties, size of the dictionary, inflated size or all ones, data.</summary>
internal sealed class LzmaStream : DecodingStream
{
    private readonly CompressedInput _input;
    private readonly LzmaRange _range;
    private readonly LzmaWindow _window;
    private readonly LzmaDecoder _decoder;
    private readonly ulong _size;

    /// <summary>Opens the file at its beginning.</summary>
    public LzmaStream(ReadOnlyMemory<byte> file, MemoryBudget budget)
    {
        _input = new CompressedInput(file);
        byte properties = _input.Byte();
        _window = new LzmaWindow(_input.UInt32(), budget);
        _size = _input.UInt64();
        _range = new LzmaRange(_input);
        _decoder = new LzmaDecoder(properties, _range, _window, budget);
        _range.Begin();
    }

    /// <inheritdoc/>
    protected override bool TryDecode(out ReadOnlyMemory<byte> piece)
    {
        _window.BeginPiece();
        ulong left = _size - (ulong)_window.Count;
        int count = left == 0 ? 0 : _decoder.Decode((int)Math.Min(left, int.MaxValue));
        piece = _window.Piece();
        bool isKnown = _size != ulong.MaxValue;
        return count > 0 || (_decoder.HasEnded ? !isKnown || left == 0 : isKnown && left == 0 && !_decoder.IsCopying)
            ? count > 0
            : throw new InvalidDataException();
    }
}
