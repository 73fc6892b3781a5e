namespace Hamf.Models.Trees.Growing;

/// <summary>Finds the border of the largest values without sorting all: numbers that are 0 or more order as their bits do.</summary>
internal static class TopValues
{
    private const int Half = 16;

    /// <summary>The bits of the least of the <paramref name="wanted"/> largest values; all bits set when none is wanted.</summary>
    /// <param name="values">0 or more.</param>
    /// <param name="wanted">How many.</param>
    /// <param name="atBorder">How many of them are equal to the least.</param>
    public static uint LeastOf(ReadOnlySpan<float> values, int wanted, out int atBorder)
    {
        atBorder = 0;
        if (wanted == 0)
        {
            return uint.MaxValue;
        }

        var counts = new int[1 << Half];
        foreach (float value in values)
        {
            counts[BitConverter.SingleToUInt32Bits(value) >> Half]++;
        }

        uint high = Descend(counts, ref wanted);
        Array.Clear(counts);
        foreach (float value in values)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            counts[bits & 0xFFFF] += bits >> Half == high ? 1 : 0;
        }

        uint low = Descend(counts, ref wanted);
        atBorder = wanted;
        return (high << Half) | low;
    }

    // Goes down from the highest bucket until the rest of what is wanted lies in one, and leaves that rest.
    private static uint Descend(int[] counts, ref int wanted)
    {
        int bucket = counts.Length - 1;
        while (counts[bucket] < wanted)
        {
            wanted -= counts[bucket--];
        }

        return (uint)bucket;
    }
}
