using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Writes little-endian values one after another.</summary>
internal sealed class BodyWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public void Bytes(ReadOnlySpan<byte> bytes) => _buffer.Write(bytes);

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_buffer.GetSpan(4), value);
        _buffer.Advance(4);
    }

    public void Count(int value) => UInt32((uint)value);

    public void Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(_buffer.GetSpan(8), value);
        _buffer.Advance(8);
    }

    public void Text(string text)
    {
        Count(Encoding.UTF8.GetByteCount(text));
        Bytes(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The values without their count, which the reader knows.</summary>
    public void Doubles(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            Double(value);
        }
    }

    public void Int32s(ReadOnlySpan<int> values)
    {
        foreach (int value in values)
        {
            UInt32((uint)value);
        }
    }

    public byte[] ToArray() => _buffer.WrittenSpan.ToArray();
}
