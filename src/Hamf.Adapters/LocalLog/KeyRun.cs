using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// What is held in memory of a sorted run of remembered keys on disk: a Bloom filter, so that a new key almost never touches the disk, and the first
/// hash of each page, so that a known one touches it once. 16 bits and 5 probes a key let 0.14 % of new keys through. Immutable.
/// </summary>
internal sealed class KeyRun
{
    /// <summary>Entries of a page; with its row it fits into one 4,096-byte page of SQLite.</summary>
    public const int PageLength = 120;

    private const int BitsPerKey = 16;
    private const int Probes = 5;

    private readonly UInt128[] _firsts;
    private readonly ulong[] _filter;

    private KeyRun(long runId, UInt128[] firsts, ulong[] filter)
    {
        RunId = runId;
        _firsts = firsts;
        _filter = filter;
    }

    /// <summary>Its number; a higher one is newer.</summary>
    public long RunId { get; }

    /// <summary>Makes the index of a run.</summary>
    /// <param name="runId">Its number.</param>
    /// <param name="sorted">Its entries, by hash.</param>
    public static KeyRun Of(long runId, ReadOnlySpan<KeyEntry> sorted)
    {
        var firsts = new UInt128[(sorted.Length + PageLength - 1) / PageLength];
        var filter = new ulong[Math.Max(1, BitOperations.RoundUpToPowerOf2((uint)sorted.Length * BitsPerKey) / 64)];
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i % PageLength == 0)
            {
                firsts[i / PageLength] = sorted[i].Hash;
            }

            for (int probe = 0; probe < Probes; probe++)
            {
                (int word, ulong bit) = Place(sorted[i].Hash, probe, filter.Length);
                filter[word] |= bit;
            }
        }

        return new KeyRun(runId, firsts, filter);
    }

    /// <summary>The page that may hold the hash, or -1 when the run surely does not.</summary>
    public int PageOf(UInt128 hash)
    {
        for (int probe = 0; probe < Probes; probe++)
        {
            (int word, ulong bit) = Place(hash, probe, _filter.Length);
            if ((_filter[word] & bit) == 0)
            {
                return -1;
            }
        }

        int index = Array.BinarySearch(_firsts, hash);
        return index >= 0 ? index : ~index - 1;
    }

    /// <summary>Packs the index for storage.</summary>
    public byte[] ToBytes()
    {
        var blob = new byte[4 + (_firsts.Length * 16) + (_filter.Length * 8) + Crc32C.Size];
        BinaryPrimitives.WriteInt32LittleEndian(blob, _firsts.Length);
        int at = 4;
        foreach (UInt128 first in _firsts)
        {
            BinaryPrimitives.WriteUInt128LittleEndian(blob.AsSpan(at), first);
            at += 16;
        }

        foreach (ulong word in _filter)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(blob.AsSpan(at), word);
            at += 8;
        }

        Crc32C.Seal(blob);
        return blob;
    }

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static KeyRun FromBytes(long runId, byte[] blob)
    {
        if (!Crc32C.IsIntact(blob))
        {
            throw new InvalidDataException("The event log is damaged: the index of remembered event ids is not what was written. Restore log.db from a backup.");
        }

        var firsts = new UInt128[BinaryPrimitives.ReadInt32LittleEndian(blob)];
        for (int i = 0; i < firsts.Length; i++)
        {
            firsts[i] = BinaryPrimitives.ReadUInt128LittleEndian(blob.AsSpan(4 + (i * 16)));
        }

        ulong[] filter = MemoryMarshal.Cast<byte, ulong>(blob.AsSpan(4 + (firsts.Length * 16))[..^Crc32C.Size]).ToArray();
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(filter, filter);
        }

        return new KeyRun(runId, firsts, filter);
    }

    // Two halves of a cryptographic hash are as good as two hash functions; the number of words is a power of two.
    private static (int Word, ulong Bit) Place(UInt128 hash, int probe, int words)
    {
        ulong position = (ulong)hash + ((ulong)probe * ((ulong)(hash >> 64) | 1));
        return ((int)((position >> 6) & (ulong)(words - 1)), 1UL << (int)(position & 63));
    }
}
