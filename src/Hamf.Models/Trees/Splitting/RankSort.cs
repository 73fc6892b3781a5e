using System.Numerics;

namespace Hamf.Models.Trees.Splitting;

/// <summary>Sorts keys by their upper 32 bits; equal ones keep their order. Not thread-safe.</summary>
internal sealed class RankSort(int capacity)
{
    private const int DigitBits = 8;
    private const int Digits = 1 << DigitBits;

    // Below, the counts of a radix pass cost more than comparing.
    private const int FewKeys = 200;

    private ulong[] _keys = new ulong[capacity];
    private ulong[] _spare = new ulong[capacity];

    /// <summary>Where the keys to sort are written: a rank above the key's place in this span.</summary>
    public Span<ulong> Keys(int count) => _keys.AsSpan(0, count);

    /// <summary>Sorts the first keys.</summary>
    /// <param name="count">Number of keys.</param>
    /// <param name="maxRank">The highest rank that may occur.</param>
    public Span<ulong> Sort(int count, int maxRank)
    {
        if (count <= FewKeys)
        {
            // The lower bits are places, so equal ranks keep their order here too.
            Keys(count).Sort();
            return Keys(count);
        }

        int bits = 32 - BitOperations.LeadingZeroCount((uint)maxRank);
        for (int shift = 32; shift < 32 + bits; shift += DigitBits)
        {
            SortByDigit(count, shift);
            (_keys, _spare) = (_spare, _keys);
        }

        return Keys(count);
    }

    private void SortByDigit(int count, int shift)
    {
        Span<int> next = stackalloc int[Digits];
        next.Clear();
        foreach (ulong key in Keys(count))
        {
            next[(int)(key >> shift) & (Digits - 1)]++;
        }

        int start = 0;
        foreach (ref int place in next)
        {
            (place, start) = (start, start + place);
        }

        foreach (ulong key in Keys(count))
        {
            _spare[next[(int)(key >> shift) & (Digits - 1)]++] = key;
        }
    }
}
