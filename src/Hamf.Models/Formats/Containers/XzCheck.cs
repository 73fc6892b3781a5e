using System.Security.Cryptography;

namespace Hamf.Models.Formats.Containers;

/// <summary>The checksum of a block of xz: none, CRC-32, CRC-64 or SHA-256.</summary>
internal sealed class XzCheck
{
    private readonly byte _kind;
    private readonly IncrementalHash? _hash;
    private ulong _crc;

    /// <summary>A checksum of nothing yet.</summary>
    public XzCheck(byte kind)
    {
        _kind = kind;
        _hash = kind == 10 ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        Size = kind switch { 0 => 0, 1 => 4, 4 => 8, 10 => 32, _ => throw new InvalidDataException() };
    }

    /// <summary>Its bytes in the file.</summary>
    public int Size { get; }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        switch (_kind)
        {
            case 1:
                _crc = Crc.Continue32((uint)_crc, bytes);
                break;
            case 4:
                _crc = Crc.Continue64(_crc, bytes);
                break;
            default:
                _hash?.AppendData(bytes);
                break;
        }
    }

    /// <summary>Compares with what the file says.</summary>
    public void Verify(CompressedInput input)
    {
        bool isSame = _kind switch
        {
            1 => input.UInt32() == _crc,
            4 => input.UInt64() == _crc,
            _ => _hash is null || input.Take(Size).Span.SequenceEqual(_hash.GetHashAndReset()),
        };
        _hash?.Dispose();
        if (!isSame)
        {
            throw new InvalidDataException();
        }
    }
}
