using System.Numerics;

namespace Hamf.Models.Formats.Containers;

/// <summary>Cyclic checksums by tables of one byte.</summary>
internal static class Crc
{
    private static readonly uint[] Table32 = Reflected(0xEDB88320);
    private static readonly ulong[] Table64 = Reflected(0xC96C5795D7870F42);
    private static readonly uint[] TableOfBzip2 = Forward(0x04C11DB7);

    /// <summary>CRC-32 of gzip and xz, continued from a former one; 0 begins.</summary>
    public static uint Continue32(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (byte b in bytes)
        {
            crc = Table32[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>CRC-64 of xz, continued from a former one; 0 begins.</summary>
    public static ulong Continue64(ulong crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (byte b in bytes)
        {
            crc = Table64[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return ~crc;
    }

    /// <summary>CRC-32 of bzip2, highest bit first, continued from a former one; 0 begins.</summary>
    public static uint ContinueBzip2(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        foreach (byte b in bytes)
        {
            crc = TableOfBzip2[(byte)((crc >> 24) ^ b)] ^ (crc << 8);
        }

        return ~crc;
    }

    private static T[] Reflected<T>(T polynomial)
        where T : IBinaryInteger<T>
    {
        var table = new T[256];
        for (int i = 0; i < table.Length; i++)
        {
            T crc = T.CreateTruncating(i);
            for (int bit = 0; bit < 8; bit++)
            {
                crc = T.IsOddInteger(crc) ? (crc >> 1) ^ polynomial : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }

    private static uint[] Forward(uint polynomial)
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint crc = i << 24;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ polynomial : crc << 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
