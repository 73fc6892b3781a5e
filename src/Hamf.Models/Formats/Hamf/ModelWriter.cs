using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Writes the primitive values of a model file, little-endian. Not thread-safe.</summary>
internal sealed class ModelWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    public void Bytes(ReadOnlySpan<byte> value) => _bytes.Write(value);

    public void Byte(byte value)
    {
        _bytes.GetSpan(1)[0] = value;
        _bytes.Advance(1);
    }

    public void Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void Long(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Double(double value) => Long(BitConverter.DoubleToUInt64Bits(value));

    public void Text(string value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        Int(utf8.Length);
        Bytes(utf8);
    }

    public void Ints(ReadOnlySpan<int> values)
    {
        foreach (int value in values)
        {
            Int(value);
        }
    }

    public void Doubles(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            Double(value);
        }
    }
}
