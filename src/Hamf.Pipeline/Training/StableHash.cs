namespace Hamf.Pipeline.Training;

/// <summary>64-bit hashes that are the same on every machine and in every process, unlike <see cref="HashCode"/>.</summary>
/// <remarks>
/// Rows are told apart by these alone: with a million rows the chance that any two different ones share a hash is about 3e-8, and the
/// worst that follows is one row on another side of a split.
/// </remarks>
internal static class StableHash
{
    /// <summary>Hash of a text; null is a value of its own.</summary>
    public static ulong OfText(string? text)
    {
        if (text is null)
        {
            return Finish(0x6e756c6cUL);
        }

        // FNV-1a over UTF-16 units, finished by the murmur3 mixer because FNV alone leaves the high bits weak.
        ulong hash = 14695981039346656037UL;
        foreach (char c in text)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return Finish(hash);
    }

    /// <summary>Hash of a whole number.</summary>
    public static ulong OfInteger(long value) => Finish((ulong)value + 0x9E3779B97F4A7C15UL);

    /// <summary>One hash per row of [features][rows]; equal vectors have equal hashes, missing equals missing, -0 equals 0.</summary>
    public static ulong[] OfVectors(double[][] columns, int rowCount)
    {
        var hashes = new ulong[rowCount];
        foreach (double[] column in columns)
        {
            for (int r = 0; r < rowCount; r++)
            {
                hashes[r] = Finish((hashes[r] * 0x9E3779B97F4A7C15UL) + BitsOf(column[r]));
            }
        }

        return hashes;
    }

    private static ulong BitsOf(double value)
    {
        if (double.IsNaN(value))
        {
            return BitConverter.DoubleToUInt64Bits(double.NaN);
        }

        return value == 0 ? 0 : BitConverter.DoubleToUInt64Bits(value);
    }

    private static ulong Finish(ulong hash)
    {
        hash ^= hash >> 33;
        hash *= 0xff51afd7ed558ccdUL;
        hash ^= hash >> 33;
        hash *= 0xc4ceb9fe1a85ec53UL;
        return hash ^ (hash >> 33);
    }
}
