using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Hamf.Adapters.LocalLog;

/// <summary>CRC-32C (Castagnoli); the processor does eight bytes at a time.</summary>
internal static class Crc32C
{
    /// <summary>Size of a checksum in bytes.</summary>
    public const int Size = 4;

    /// <summary>Writes the checksum of all but the last four bytes into these.</summary>
    public static void Seal(Span<byte> blob) => BinaryPrimitives.WriteUInt32LittleEndian(blob[^Size..], Of(blob[..^Size]));

    /// <summary>Whether a blob still is what was sealed.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> blob) =>
        blob.Length >= Size && BinaryPrimitives.ReadUInt32LittleEndian(blob[^Size..]) == Of(blob[..^Size]);

    private static uint Of(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            crc = BitOperations.Crc32C(crc, BitConverter.IsLittleEndian ? word : BinaryPrimitives.ReverseEndianness(word));
        }

        foreach (byte b in bytes[(words.Length * sizeof(ulong))..])
        {
            crc = BitOperations.Crc32C(crc, b);
        }

        return ~crc;
    }
}
