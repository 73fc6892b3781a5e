using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Hamf.Models.Formats.Hamf;

/// <summary>Reads the values of a model file; a count is compared with the bytes left before anything is allocated.</summary>
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
            throw ModelFault.Damaged("it ends in the middle of a value");
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
        return double.IsFinite(value) ? value : throw ModelFault.Damaged($"{what} is not finite");
    }

    /// <summary>Numbers of at most <paramref name="limit"/>, so that sums and products of them stay finite.</summary>
    public double[] BoundedDoubles(int count, double limit, string what)
    {
        double[] values = Doubles(count);
        return values.AsSpan().ContainsAnyExceptInRange(-limit, limit) ? throw ModelFault.Damaged($"{what} is not finite or too large") : values;
    }

    /// <summary>A count of things that take at least <paramref name="leastSize"/> bytes each.</summary>
    public int Count(int leastSize, string what)
    {
        int count = Int();
        return count >= 0 && count <= _rest.Length / leastSize ? count : throw ModelFault.Damaged($"it cannot hold {count} {what}");
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
            throw ModelFault.Damaged($"{what} is not UTF-8", e);
        }
    }

    public bool[] Flags(int count)
    {
        ReadOnlySpan<byte> bytes = Bytes(count);
        if (bytes.ContainsAnyExceptInRange((byte)0, (byte)1))
        {
            throw ModelFault.Damaged("a flag is neither 0 nor 1");
        }

        return MemoryMarshal.Cast<byte, bool>(bytes).ToArray();
    }

    public int[] Ints(int count)
    {
        int[] values = Block<int>(count);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }

        return values;
    }

    public ulong[] Longs(int count)
    {
        ulong[] values = Block<ulong>(count);
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(values, values);
        }

        return values;
    }

    public double[] Doubles(int count)
    {
        double[] values = Block<double>(count);
        if (!BitConverter.IsLittleEndian)
        {
            Span<ulong> bits = MemoryMarshal.Cast<double, ulong>(values.AsSpan());
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return values;
    }

    /// <summary>The next section and its four-letter name.</summary>
    public (uint Name, int Length) SectionHead()
    {
        uint name = BinaryPrimitives.ReadUInt32BigEndian(Bytes(4));
        ulong length = Long();
        return length <= (ulong)_rest.Length ? (name, (int)length) : throw ModelFault.Damaged("it ends in the middle of a section");
    }

    // One copy from the file into the table: a model of 500 MB must not pass through a second buffer.
    private T[] Block<T>(int count)
        where T : unmanaged
    {
        int size = Unsafe.SizeOf<T>();
        if (count < 0 || count > _rest.Length / size)
        {
            throw ModelFault.Damaged("it ends in the middle of a table");
        }

        T[] values = GC.AllocateUninitializedArray<T>(count);
        Bytes(count * size).CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }
}
