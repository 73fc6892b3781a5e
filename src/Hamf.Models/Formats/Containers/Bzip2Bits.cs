namespace Hamf.Models.Formats.Containers;

/// <summary>Bits of a file, the highest of each byte first.</summary>
internal sealed class Bzip2Bits(ReadOnlyMemory<byte> content)
{
    private int _position;
    private ulong _held;
    private int _heldCount;

    /// <summary>Whether no byte is left.</summary>
    public bool IsAtEnd => _heldCount == 0 && _position == content.Length;

    /// <summary>At most 24 bits as a number.</summary>
    public uint Read(int count)
    {
        while (_heldCount < count)
        {
            if (_position == content.Length)
            {
                throw new InvalidDataException();
            }

            _held = (_held << 8) | content.Span[_position++];
            _heldCount += 8;
        }

        _heldCount -= count;
        return (uint)((_held >> _heldCount) & ((1UL << count) - 1));
    }

    /// <summary>Leaves out what is left of the byte.</summary>
    public void SkipToByte() => _heldCount -= _heldCount % 8;
}
