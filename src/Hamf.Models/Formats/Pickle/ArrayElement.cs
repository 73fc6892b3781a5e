using System.Buffers.Binary;
using System.Text;

namespace Hamf.Models.Formats.Pickle;

/// <summary>Single elements of arrays, read from their bytes.</summary>
internal static class ArrayElement
{
    /// <summary>The element as a value: a boolean, number, text or bytes; null for records, times and complex numbers.</summary>
    public static PyValue? Value(PyArrayType type, ReadOnlySpan<byte> bytes) => type.Kind switch
    {
        'b' => new PyBoolean(bytes[0] != 0),
        'i' => new PyInteger(Signed(type, bytes)),
        'u' => new PyInteger(Unsigned(type, bytes)),
        'f' when type.ItemSize <= 8 => new PyFloat(Float(type, bytes)),
        'U' => new PyText(Text(type, bytes)),
        'S' => new PyBytes(bytes.TrimEnd((byte)0).ToArray()),
        _ => null,
    };

    /// <summary>A signed whole number of 1, 2, 4 or 8 bytes.</summary>
    public static long Signed(PyArrayType type, ReadOnlySpan<byte> bytes)
    {
        // Shifting up and down again spreads the sign over the bits above.
        int unused = 64 - (8 * type.ItemSize);
        return (long)(Unsigned(type, bytes) << unused) >> unused;
    }

    /// <summary>A whole number of 1, 2, 4 or 8 bytes, as its bits.</summary>
    public static ulong Unsigned(PyArrayType type, ReadOnlySpan<byte> bytes) => (type.ItemSize, type.IsBigEndian) switch
    {
        (1, _) => bytes[0],
        (2, false) => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        (2, true) => BinaryPrimitives.ReadUInt16BigEndian(bytes),
        (4, false) => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
        (4, true) => BinaryPrimitives.ReadUInt32BigEndian(bytes),
        (_, false) => BinaryPrimitives.ReadUInt64LittleEndian(bytes),
        (_, true) => BinaryPrimitives.ReadUInt64BigEndian(bytes),
    };

    /// <summary>A floating-point number of 2, 4 or 8 bytes.</summary>
    public static double Float(PyArrayType type, ReadOnlySpan<byte> bytes)
    {
        ulong bits = Unsigned(type, bytes);
        return type.ItemSize switch
        {
            2 => (double)BitConverter.UInt16BitsToHalf((ushort)bits),
            4 => BitConverter.UInt32BitsToSingle((uint)bits),
            _ => BitConverter.UInt64BitsToDouble(bits),
        };
    }

    /// <summary>A text of UTF-32 code points, without the zeros that fill it up; what is no code point becomes U+FFFD.</summary>
    public static string Text(PyArrayType type, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> zero = [0, 0, 0, 0];
        while (bytes.EndsWith(zero))
        {
            bytes = bytes[..^4];
        }

        return (type.IsBigEndian ? BigEndianUtf32 : Encoding.UTF32).GetString(bytes);
    }

    private static UTF32Encoding BigEndianUtf32 { get; } = new(bigEndian: true, byteOrderMark: false);
}
