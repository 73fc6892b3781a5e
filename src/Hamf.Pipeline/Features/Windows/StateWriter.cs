using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>Writes window state: little-endian words, then the SHA-256 of all of them.</summary>
internal sealed class StateWriter(Stream target) : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _count;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            int here = Math.Min(bytes.Length, _buffer.Length - _count);
            bytes[..here].CopyTo(_buffer.AsSpan(_count));
            _count += here;
            bytes = bytes[here..];
            if (_count == _buffer.Length)
            {
                Flush();
            }
        }
    }

    public void Write(long word)
    {
        if (_buffer.Length - _count < sizeof(long))
        {
            Flush();
        }

        BinaryPrimitives.WriteInt64LittleEndian(_buffer.AsSpan(_count), word);
        _count += sizeof(long);
    }

    /// <summary>Writes what is left, and the checksum.</summary>
    public void Finish()
    {
        Flush();
        target.Write(_hash.GetHashAndReset());
        target.Flush();
    }

    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_buffer, 0, _count);
        target.Write(_buffer, 0, _count);
        _count = 0;
    }
}
