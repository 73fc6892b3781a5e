namespace Hamf.Models.Trees.Binning;

/// <summary>
/// Sorts doubles by their bits, eleven at a time: several times faster than a comparison sort of a 200,000-row sample. Digits that all values
/// share are skipped, so values that came from floats cost half.
/// </summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Digits = 6;
    private const int Buckets = 1 << DigitBits;

    /// <summary>Sorts in rising order, -0 before 0.</summary>
    /// <param name="values">No NaN.</param>
    public static void Sort(Span<double> values)
    {
        var keys = new ulong[values.Length];
        var spare = new ulong[values.Length];
        var counts = new int[Digits * Buckets];
        for (int i = 0; i < values.Length; i++)
        {
            ulong key = KeyOf(values[i]);
            keys[i] = key;
            for (int digit = 0; digit < Digits; digit++)
            {
                counts[(digit * Buckets) + DigitOf(key, digit)]++;
            }
        }

        for (int digit = 0; digit < Digits; digit++)
        {
            Span<int> starts = counts.AsSpan(digit * Buckets, Buckets);
            if (values.Length > 0 && starts[DigitOf(keys[0], digit)] == values.Length)
            {
                continue;
            }

            Distribute(keys, spare, starts, digit);
            (keys, spare) = (spare, keys);
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ValueOf(keys[i]);
        }
    }

    private static void Distribute(ulong[] from, ulong[] to, Span<int> starts, int digit)
    {
        int start = 0;
        foreach (ref int bucket in starts)
        {
            (bucket, start) = (start, start + bucket);
        }

        foreach (ulong key in from)
        {
            to[starts[DigitOf(key, digit)]++] = key;
        }
    }

    private static int DigitOf(ulong key, int digit) => (int)(key >> (digit * DigitBits)) & (Buckets - 1);

    // Positive numbers order as their bits do once the sign bit is set; negative ones in reverse, so all their bits are turned.
    private static ulong KeyOf(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits ^ ((bits >> 63) | long.MinValue));
    }

    private static double ValueOf(ulong key)
    {
        long bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits ^ (~(bits >> 63) | long.MinValue));
    }
}
