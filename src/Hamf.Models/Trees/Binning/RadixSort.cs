using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;

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
            uint[] keys = ArrayPool<uint>.Shared.Rent(values.Length);
            for (int i = 0; i < values.Length; i++)
            {
                int bits = BitConverter.SingleToInt32Bits((float)values[i]);
                keys[i] = (uint)(bits ^ ((bits >> 31) | int.MinValue));
            }

            keys = Sort(keys, values.Length, 32);
            for (int i = 0; i < values.Length; i++)
            {
                int bits = (int)keys[i];
                values[i] = BitConverter.Int32BitsToSingle(bits ^ (~(bits >> 31) | int.MinValue));
            }

            ArrayPool<uint>.Shared.Return(keys);
        }
        else
        {
            ulong[] keys = ArrayPool<ulong>.Shared.Rent(values.Length);
            for (int i = 0; i < values.Length; i++)
            {
                long bits = BitConverter.DoubleToInt64Bits(values[i]);
                keys[i] = (ulong)(bits ^ ((bits >> 63) | long.MinValue));
            }

            keys = Sort(keys, values.Length, 64);
            for (int i = 0; i < values.Length; i++)
            {
                long bits = (long)keys[i];
                values[i] = BitConverter.Int64BitsToDouble(bits ^ (~(bits >> 63) | long.MinValue));
            }

            ArrayPool<ulong>.Shared.Return(keys);
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

    // Positive numbers order as their bits do once the sign bit is set; negative ones in reverse, so the callers turned all their bits. Gives
    // back one of two arrays of the pool, and returns the other.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static TKey[] Sort<TKey>(TKey[] keys, int count, int bits)
        where TKey : IBinaryInteger<TKey>
    {
        TKey[] spare = ArrayPool<TKey>.Shared.Rent(count);
        var starts = new int[Buckets];
        for (int shift = 0; shift < bits; shift += DigitBits)
        {
            Array.Clear(starts);
            foreach (TKey key in keys.AsSpan(0, count))
            {
                starts[DigitOf(key, shift)]++;
            }

            Distribute(keys.AsSpan(0, count), spare, starts, shift);
            (keys, spare) = (spare, keys);
        }

        ArrayPool<TKey>.Shared.Return(spare);
        return keys;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Distribute<TKey>(ReadOnlySpan<TKey> from, TKey[] to, int[] starts, int shift)
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
