using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Hamf.Models.Formats.Hamf;

/// <summary>
/// Writes the values of a model file, little-endian, to a stream and computes the checksum on the way; without a stream it only counts.
/// Not thread-safe.
/// </summary>
internal sealed class ModelWriter(Stream? target) : IDisposable
{
    private readonly IncrementalHash? _hash = target is null ? null : IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[target is null ? 0 : 1 << 16];
    private int _buffered;

    /// <summary>Bytes written so far.</summary>
    public long Length { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => _hash?.Dispose();

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Length += value.Length;
        if (target is null)
        {
            return;
        }

        if (value.Length > _buffer.Length - _buffered)
        {
            Flush();
        }

        if (value.Length > _buffer.Length)
        {
            _hash!.AppendData(value);
            target.Write(value);
            return;
        }

        value.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += value.Length;
    }

    public void Byte(byte value) => Bytes([value]);

    public void Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void Long(ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        Bytes(bytes);
    }

    public void Double(double value) => Long(BitConverter.DoubleToUInt64Bits(value));

    public void Text(string value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        Int(utf8.Length);
        Bytes(utf8);
    }

    public void Flags(ReadOnlySpan<bool> values) => Bytes(MemoryMarshal.AsBytes(values));

    public void Ints(ReadOnlySpan<int> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            Bytes(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (int value in values)
        {
            Int(value);
        }
    }

    public void Longs(ReadOnlySpan<ulong> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            Bytes(MemoryMarshal.AsBytes(values));
            return;
        }

        foreach (ulong value in values)
        {
            Long(value);
        }
    }

    public void Doubles(ReadOnlySpan<double> values) => Longs(MemoryMarshal.Cast<double, ulong>(values));

    /// <summary>A section: its name, its length and what <paramref name="write"/> writes.</summary>
    public void Section(uint name, Action<ModelWriter> write)
    {
        using var counter = new ModelWriter(null);
        write(counter);
        Span<byte> head = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(head, name);
        Bytes(head);
        Long((ulong)counter.Length);
        write(this);
    }

    /// <summary>The checksum of everything written, and the end.</summary>
    public void Finish()
    {
        Flush();
        Length += SHA256.HashSizeInBytes;
        target?.Write(_hash!.GetHashAndReset());
    }

    private void Flush()
    {
        ReadOnlySpan<byte> waiting = _buffer.AsSpan(0, _buffered);
        _hash?.AppendData(waiting);
        target?.Write(waiting);
        _buffered = 0;
    }
}
