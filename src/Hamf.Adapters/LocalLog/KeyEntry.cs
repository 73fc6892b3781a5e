using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Hamf.Pipeline.Intake;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// An event id that a group remembers, as 32 bytes. The id itself is not kept: the first 128 bits of its SHA-256 stand for it, of which nobody can
/// find two that are equal.
/// </summary>
internal readonly record struct KeyEntry(UInt128 Hash, RememberedKey Remembered) : IComparable<KeyEntry>
{
    /// <summary>Size of a packed entry in bytes.</summary>
    public const int Size = 32;

    private const int StackBytes = 256;

    public static KeyEntry Of(string eventId, RememberedKey remembered) => new(HashOf(eventId), remembered);

    public static UInt128 HashOf(string eventId)
    {
        int length = Encoding.UTF8.GetByteCount(eventId);
        Span<byte> text = length <= StackBytes ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(eventId, text);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>Packs entries, with a checksum behind them.</summary>
    public static byte[] Pack(ReadOnlySpan<KeyEntry> entries)
    {
        var blob = new byte[(entries.Length * Size) + Crc32C.Size];
        for (int i = 0; i < entries.Length; i++)
        {
            Span<byte> target = blob.AsSpan(i * Size, Size);
            BinaryPrimitives.WriteUInt128LittleEndian(target, entries[i].Hash);
            BinaryPrimitives.WriteInt64LittleEndian(target[16..], entries[i].Remembered.Offset);
            BinaryPrimitives.WriteUInt64LittleEndian(target[24..], entries[i].Remembered.PayloadDigest);
        }

        Crc32C.Seal(blob);
        return blob;
    }

    /// <summary>Reads what <see cref="Pack"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static KeyEntry[] Unpack(ReadOnlySpan<byte> blob)
    {
        if (!Crc32C.IsIntact(blob) || (blob.Length - Crc32C.Size) % Size != 0)
        {
            throw new InvalidDataException("The event log is damaged: remembered event ids do not have the content that was written. Restore log.db from a backup.");
        }

        var entries = new KeyEntry[(blob.Length - Crc32C.Size) / Size];
        for (int i = 0; i < entries.Length; i++)
        {
            ReadOnlySpan<byte> source = blob.Slice(i * Size, Size);
            entries[i] = new KeyEntry(
                BinaryPrimitives.ReadUInt128LittleEndian(source),
                new RememberedKey(BinaryPrimitives.ReadInt64LittleEndian(source[16..]), BinaryPrimitives.ReadUInt64LittleEndian(source[24..])));
        }

        return entries;
    }

    public int CompareTo(KeyEntry other) => Hash.CompareTo(other.Hash);
}
