using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Reads the primitive values of a model file; a count is compared with the bytes left before anything is allocated.</summary>
internal ref struct ModelReader(ReadOnlySpan<byte> content)
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = content;

    /// <summary>True when everything has been read.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    public ReadOnlySpan<byte> Bytes(int count)
    {
        if (count > _rest.Length)
        {
            throw new InvalidDataException("The model file is damaged: it ends in the middle of a value.");
        }

        ReadOnlySpan<byte> bytes = _rest[..count];
        _rest = _rest[count..];
        return bytes;
    }

    public byte Byte() => Bytes(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(4));

    public ulong Long() => BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));

    public double Double() => BitConverter.UInt64BitsToDouble(Long());

    public double FiniteDouble(string what)
    {
        double value = Double();
        return double.IsFinite(value) ? value : throw new InvalidDataException($"The model file is damaged: {what} is not finite.");
    }

    /// <summary>A count of things that take at least <paramref name="leastSize"/> bytes each.</summary>
    public int Count(int leastSize, string what)
    {
        int count = Int();
        return count >= 0 && count <= _rest.Length / leastSize
            ? count
            : throw new InvalidDataException($"The model file is damaged: it cannot hold {count} {what}.");
    }

    public string Text(string what)
    {
        ReadOnlySpan<byte> utf8 = Bytes(Count(1, $"bytes of {what}"));
        try
        {
            return Strict.GetString(utf8);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"The model file is damaged: {what} is not UTF-8.", e);
        }
    }

    public int[] Ints(int count)
    {
        var values = new int[CheckedLength(count, 4)];
        for (int i = 0; i < count; i++)
        {
            values[i] = Int();
        }

        return values;
    }

    public double[] Doubles(int count)
    {
        var values = new double[CheckedLength(count, 8)];
        for (int i = 0; i < count; i++)
        {
            values[i] = Double();
        }

        return values;
    }

    private readonly int CheckedLength(int count, int size) => count <= _rest.Length / size
        ? count
        : throw new InvalidDataException("The model file is damaged: it ends in the middle of a table.");
}
