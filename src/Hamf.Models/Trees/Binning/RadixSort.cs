using System.Runtime.CompilerServices;
using System.Numerics;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// Sorts numbers by their bits, eleven at a time: several times faster than a comparison sort of a sample of 100,000 rows. Doubles that came
/// from floats are sorted as those, in half the time.
/// </summary>
internal static class RadixSort
{
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;

    /// <summary>Sorts in rising order, -0 before 0.</summary>
    /// <param name="values">No NaN.</param>
    public static void Sort(Span<double> values)
    {
        if (AreSingles(values))
        {
            var keys = new uint[values.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                int bits = BitConverter.SingleToInt32Bits((float)values[i]);
                keys[i] = (uint)(bits ^ ((bits >> 31) | int.MinValue));
            }

            keys = Sort(keys, 32);
            for (int i = 0; i < keys.Length; i++)
            {
                int bits = (int)keys[i];
                values[i] = BitConverter.Int32BitsToSingle(bits ^ (~(bits >> 31) | int.MinValue));
            }
        }
        else
        {
            var keys = new ulong[values.Length];
            for (int i = 0; i < keys.Length; i++)
            {
                long bits = BitConverter.DoubleToInt64Bits(values[i]);
                keys[i] = (ulong)(bits ^ ((bits >> 63) | long.MinValue));
            }

            keys = Sort(keys, 64);
            for (int i = 0; i < keys.Length; i++)
            {
                long bits = (long)keys[i];
                values[i] = BitConverter.Int64BitsToDouble(bits ^ (~(bits >> 63) | long.MinValue));
            }
        }
    }

    private static bool AreSingles(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
        {
            if ((float)value != value)
            {
                return false;
            }
        }

        return true;
    }

    // Positive numbers order as their bits do once the sign bit is set; negative ones in reverse, so the callers turned all their bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TKey[] Sort<TKey>(TKey[] keys, int bits)
        where TKey : IBinaryInteger<TKey>
    {
        var spare = new TKey[keys.Length];
        var starts = new int[Buckets];
        for (int shift = 0; shift < bits; shift += DigitBits)
        {
            Array.Clear(starts);
            foreach (TKey key in keys)
            {
                starts[DigitOf(key, shift)]++;
            }

            Distribute(keys, spare, starts, shift);
            (keys, spare) = (spare, keys);
        }

        return keys;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Distribute<TKey>(TKey[] from, TKey[] to, int[] starts, int shift)
        where TKey : IBinaryInteger<TKey>
    {
        int start = 0;
        foreach (ref int bucket in starts.AsSpan())
        {
            (bucket, start) = (start, start + bucket);
        }

        foreach (TKey key in from)
        {
            to[starts[DigitOf(key, shift)]++] = key;
        }
    }

    private static int DigitOf<TKey>(TKey key, int shift)
        where TKey : IBinaryInteger<TKey> => int.CreateTruncating(key >> shift) & (Buckets - 1);
}
