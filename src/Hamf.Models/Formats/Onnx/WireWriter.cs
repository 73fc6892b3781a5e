using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Onnx;

/// <summary>Writes the protocol buffer wire format; <see cref="WireReader"/> reads it. Not thread-safe.</summary>
internal sealed class WireWriter
{
    private readonly ArrayBufferWriter<byte> _content = new();

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Content => _content.WrittenSpan;

    public void Integer(int field, long value)
    {
        Varint((ulong)field << 3);
        Varint((ulong)value);
    }

    public void Single(int field, float value)
    {
        Varint(((ulong)field << 3) | 5);
        BinaryPrimitives.WriteSingleLittleEndian(_content.GetSpan(4), value);
        _content.Advance(4);
    }

    public void Bytes(int field, ReadOnlySpan<byte> value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _content.Write(value);
    }

    public void Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public void Message(int field, WireWriter message) => Bytes(field, message.Content);

    /// <summary>Adds the fields of another writer.</summary>
    public void Append(WireWriter other) => _content.Write(other.Content);

    /// <summary>Whole numbers, packed.</summary>
    public void Integers(int field, IEnumerable<long> values)
    {
        var packed = new WireWriter();
        foreach (long value in values)
        {
            packed.Varint((ulong)value);
        }

        Message(field, packed);
    }

    /// <summary>Floats, packed.</summary>
    public void Singles(int field, IEnumerable<float> values)
    {
        var packed = new WireWriter();
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(packed._content.GetSpan(4), value);
            packed._content.Advance(4);
        }

        Message(field, packed);
    }

    private void Varint(ulong value)
    {
        Span<byte> bytes = _content.GetSpan(10);
        int count = 0;
        for (; value > 127; value >>= 7)
        {
            bytes[count++] = (byte)(value | 128);
        }

        bytes[count++] = (byte)value;
        _content.Advance(count);
    }
}
