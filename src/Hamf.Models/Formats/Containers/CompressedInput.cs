using System.Buffers.Binary;

namespace Hamf.Models.Formats.Containers;

/// <summary>Compressed bytes and the place in them; reading past the end is <see cref="InvalidDataException"/>.</summary>
internal sealed class CompressedInput(ReadOnlyMemory<byte> content)
{
    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that were not read yet.</summary>
    public int Left => content.Length - Position;

    public byte Byte() => Left > 0 ? content.Span[Position++] : throw new InvalidDataException();

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8).Span);

    public int BigEndianUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(2).Span);

    /// <summary>The next bytes, uncopied.</summary>
    public ReadOnlyMemory<byte> Take(long count)
    {
        if (count < 0 || count > Left)
        {
            throw new InvalidDataException();
        }

        ReadOnlyMemory<byte> bytes = content.Slice(Position, (int)count);
        Position += (int)count;
        return bytes;
    }

    /// <summary>Bytes that were read, from a place to here.</summary>
    public ReadOnlyMemory<byte> Since(int position) => content[position..Position];
}
