using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>Reads what <see cref="StateWriter"/> wrote, and not a byte more.</summary>
internal sealed class StateReader(Stream source) : IDisposable
{
    private const int MaxWords = 1 << 13;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[MaxWords * sizeof(long)];

    /// <exception cref="InvalidDataException">The bytes end early.</exception>
    public ReadOnlySpan<byte> ReadBytes(int count)
    {
        Span<byte> bytes = _buffer.AsSpan(0, count);
        ReadExactly(bytes);
        _hash.AppendData(bytes);
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes end early.</exception>
    public void Read(Span<long> words)
    {
        while (words.Length > 0)
        {
            int here = Math.Min(words.Length, MaxWords);
            ReadOnlySpan<byte> bytes = ReadBytes(here * sizeof(long));
            for (int i = 0; i < here; i++)
            {
                words[i] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(i * sizeof(long))..]);
            }

            words = words[here..];
        }
    }

    /// <summary>Reads one word, which has to lie between two limits, both included.</summary>
    /// <exception cref="InvalidDataException">It does not, or the bytes end early.</exception>
    public long Read(long least, long most, string what)
    {
        Span<long> word = stackalloc long[1];
        Read(word);
        return word[0] >= least && word[0] <= most
            ? word[0]
            : throw new InvalidDataException($"The window state is damaged: {what} is {word[0]}, expected {least} to {most}.");
    }

    /// <summary>Compares the checksum.</summary>
    /// <exception cref="InvalidDataException">It differs.</exception>
    public void Finish()
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        ReadExactly(expected);
        if (!expected.SequenceEqual(_hash.GetHashAndReset()))
        {
            throw new InvalidDataException("The window state is damaged: its checksum does not match.");
        }
    }

    public void Dispose() => _hash.Dispose();

    private void ReadExactly(Span<byte> bytes)
    {
        int count = source.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count < bytes.Length)
        {
            throw new InvalidDataException("The window state is damaged: it ends early.");
        }
    }
}
