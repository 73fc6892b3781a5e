using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Hamf.Models.Formats.Pickle;

/// <summary>The bytes of a pickle and the place in them. A length is compared with what is left before anything is taken.</summary>
internal sealed class PickleInput(ReadOnlyMemory<byte> content)
{
    private const string CutOff = "The file is cut off or damaged: get it again, or save the model again";

    /// <summary>Where the next byte is.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes that were not read yet.</summary>
    public int Left => content.Length - Position;

    /// <summary>A refusal that names the place.</summary>
    public ImportException Fault(string what, string advice = CutOff) =>
        new(string.Create(CultureInfo.InvariantCulture, $"byte {Position:N0} of the pickle"), what, advice);

    public byte Byte() => Left > 0 ? content.Span[Position++] : throw Fault("it ends in the middle of a value");

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Span(2));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Span(4));

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Span(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Span(8));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Span(8));

    /// <summary>The next bytes, uncopied.</summary>
    public ReadOnlyMemory<byte> Take(ulong length, string what)
    {
        if (length > (ulong)Left)
        {
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"{what} should have {length:N0} bytes, and {Left:N0} are left"));
        }

        ReadOnlyMemory<byte> bytes = content.Slice(Position, (int)length);
        Position += (int)length;
        return bytes;
    }

    /// <summary>The bytes up to the next line feed, without it.</summary>
    public ReadOnlyMemory<byte> Line(string what, int sizeMax = int.MaxValue)
    {
        int length = content.Span[Position..].IndexOf((byte)'\n');
        if (length < 0)
        {
            throw Fault($"{what} has no end");
        }

        if (length > sizeMax)
        {
            throw Fault(string.Create(CultureInfo.InvariantCulture, $"{what} has {length:N0} bytes, more than {sizeMax:N0}"));
        }

        ReadOnlyMemory<byte> line = content.Slice(Position, length);
        Position += length + 1;
        return line;
    }

    /// <summary>A line of ASCII characters.</summary>
    public string AsciiLine(string what, int sizeMax)
    {
        ReadOnlySpan<byte> line = Line(what, sizeMax).Span;
        return Ascii.IsValid(line) ? Encoding.ASCII.GetString(line) : throw Fault($"{what} is not ASCII");
    }

    private ReadOnlySpan<byte> Span(int length)
    {
        if (length > Left)
        {
            throw Fault("it ends in the middle of a value");
        }

        ReadOnlySpan<byte> bytes = content.Span.Slice(Position, length);
        Position += length;
        return bytes;
    }
}
