using System.Buffers.Binary;
using System.Numerics;

namespace Hamf.Models.Formats.Containers;

/// <summary>The checksum xxHash, 32 bits, seed 0, of bytes that come in pieces (xxhash_spec.md).</summary>
internal sealed class XxHash32
{
    private const int StripeSize = 16;
    private const uint Prime1 = 2654435761;
    private const uint Prime2 = 2246822519;
    private const uint Prime3 = 3266489917;
    private const uint Prime4 = 668265263;
    private const uint Prime5 = 374761393;

    private readonly uint[] _lanes = [unchecked(Prime1 + Prime2), Prime2, 0, unchecked(0 - Prime1)];
    private readonly byte[] _rest = new byte[StripeSize];
    private int _restSize;
    private uint _size;

    /// <summary>The checksum of bytes at hand.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes)
    {
        XxHash32 hash = new();
        hash.Add(bytes);
        return hash.Value();
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        _size += (uint)bytes.Length;
        if (_restSize > 0)
        {
            int count = Math.Min(bytes.Length, StripeSize - _restSize);
            bytes[..count].CopyTo(_rest.AsSpan(_restSize));
            _restSize += count;
            bytes = bytes[count..];
            if (_restSize < StripeSize)
            {
                return;
            }

            Stripe(_rest);
            _restSize = 0;
        }

        for (; bytes.Length >= StripeSize; bytes = bytes[StripeSize..])
        {
            Stripe(bytes);
        }

        bytes.CopyTo(_rest);
        _restSize = bytes.Length;
    }

    /// <summary>The checksum of everything so far.</summary>
    public uint Value()
    {
        uint hash = _size >= StripeSize
            ? BitOperations.RotateLeft(_lanes[0], 1) + BitOperations.RotateLeft(_lanes[1], 7)
                + BitOperations.RotateLeft(_lanes[2], 12) + BitOperations.RotateLeft(_lanes[3], 18)
            : Prime5;
        hash += _size;
        ReadOnlySpan<byte> rest = _rest.AsSpan(0, _restSize);
        for (; rest.Length >= 4; rest = rest[4..])
        {
            hash = BitOperations.RotateLeft(hash + (BinaryPrimitives.ReadUInt32LittleEndian(rest) * Prime3), 17) * Prime4;
        }

        foreach (byte b in rest)
        {
            hash = BitOperations.RotateLeft(hash + (b * Prime5), 11) * Prime1;
        }

        hash = (hash ^ (hash >> 15)) * Prime2;
        hash = (hash ^ (hash >> 13)) * Prime3;
        return hash ^ (hash >> 16);
    }

    private void Stripe(ReadOnlySpan<byte> bytes)
    {
        for (int lane = 0; lane < _lanes.Length; lane++)
        {
            uint value = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * lane)..]);
            _lanes[lane] = BitOperations.RotateLeft(_lanes[lane] + (value * Prime2), 13) * Prime1;
        }
    }
}
