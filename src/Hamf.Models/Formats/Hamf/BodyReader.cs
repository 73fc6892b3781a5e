using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Hamf;

/// <summary>
/// Reads little-endian values one after another. A count is accepted only if what it announces can still be there, so that a damaged or hostile
/// file cannot make anything large be allocated.
/// </summary>
internal ref struct BodyReader(ReadOnlySpan<byte> body)
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private ReadOnlySpan<byte> _rest = body;

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    /// <summary>A count of items of at least <paramref name="itemSize"/> bytes each.</summary>
    public int Count(int itemSize, string what)
    {
        uint count = UInt32();
        return count <= (uint)(_rest.Length / itemSize)
            ? (int)count
            : throw new InvalidDataException($"The model file announces {count} {what}, more than it can hold.");
    }

    public string Text(string what)
    {
        ReadOnlySpan<byte> bytes = Take(Count(1, $"bytes of {what}"));
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new InvalidDataException($"The model file has {what} that is not UTF-8.", e);
        }
    }

    public double[] Doubles(int count, string what)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Double();
            if (double.IsNaN(values[i]))
            {
                throw new InvalidDataException($"The model file has {what} that is not a number.");
            }
        }

        return values;
    }

    public int[] Int32s(int count)
    {
        var values = new int[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (int)UInt32();
        }

        return values;
    }

    /// <summary>Checks that nothing follows.</summary>
    public readonly void End()
    {
        if (!_rest.IsEmpty)
        {
            throw new InvalidDataException($"The model file has {_rest.Length} bytes too many.");
        }
    }

    private ReadOnlySpan<byte> Take(int size)
    {
        if (size > _rest.Length)
        {
            throw new InvalidDataException("The model file ends too early.");
        }

        ReadOnlySpan<byte> taken = _rest[..size];
        _rest = _rest[size..];
        return taken;
    }
}
