using System.Buffers;
using Hamf.Models.Data;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Binning;

/// <summary>Chooses the cuts between the bins of a numeric feature: between all values where they are few, else at weighted quantiles.</summary>
internal static class CutLearner
{
    // About 400 rows a bin: a bin's share is then known to 5 percent, and sorting is a small part of the training.
    private const int SampleRows = 100_000;

    /// <summary>The cuts, rising; each is a float where a float separates the values.</summary>
    /// <param name="values">One per row; NaN is missing.</param>
    /// <param name="weights">How often each row counts, [rows]; empty counts each once.</param>
    /// <param name="valueBins">Most bins, 1 or more.</param>
    /// <param name="seed">Chooses the sample where rows are many.</param>
    public static double[] Learn(ColumnValues values, ReadOnlySpan<double> weights, int valueBins, int seed)
    {
        // Lent, because new memory for the sample of each feature would cost more than the sample.
        int most = Math.Min(values.Length, SampleRows);
        double[] sample = ArrayPool<double>.Shared.Rent(most);
        double[] sampleWeights = ArrayPool<double>.Shared.Rent(weights.IsEmpty ? 0 : most);
        int count = Draw(values, weights, seed, sample.AsSpan(0, most), sampleWeights);
        double[] cuts = LearnFrom(sample.AsSpan(0, count), weights.IsEmpty ? [] : sampleWeights.AsSpan(0, count), valueBins);
        ArrayPool<double>.Shared.Return(sampleWeights);
        ArrayPool<double>.Shared.Return(sample);
        return cuts;
    }

    /// <summary>A number t with lower &lt;= t &lt; upper: the float nearest to the middle where there is one, so that scorers may compare floats.</summary>
    /// <param name="lower">Less than <paramref name="upper"/>.</param>
    /// <param name="upper">The next value.</param>
    public static double Between(double lower, double upper)
    {
        double middle = (lower / 2) + (upper / 2);
        if (!(middle >= lower && middle < upper))
        {
            middle = lower;
        }

        float nearest = (float)middle;
        float up = nearest < lower ? MathF.BitIncrement(nearest) : nearest;
        float single = up >= upper ? MathF.BitDecrement(up) : up;
        return single >= lower && single < upper ? single : middle;
    }

    private static int Draw(ColumnValues values, ReadOnlySpan<double> weights, int seed, Span<double> sample, Span<double> sampleWeights)
    {
        var random = new SplitMix64((ulong)seed);
        int count = 0;
        for (int i = 0; i < sample.Length; i++)
        {
            // One row from each stretch of equal length: every part of the file is represented.
            long from = (long)i * values.Length / sample.Length;
            long to = (long)(i + 1) * values.Length / sample.Length;
            int row = to == from + 1 ? (int)from : (int)(from + random.Next((int)(to - from)));
            if (double.IsNaN(values[row]) || (!weights.IsEmpty && weights[row] == 0))
            {
                continue;
            }

            if (!weights.IsEmpty)
            {
                sampleWeights[count] = weights[row];
            }

            sample[count++] = values[row];
        }

        return count;
    }

    private static double[] LearnFrom(Span<double> sample, Span<double> weights, int valueBins)
    {
        if (weights.IsEmpty)
        {
            RadixSort.Sort(sample);
        }
        else
        {
            sample.Sort(weights);
        }

        return CountDistinct(sample, valueBins + 1) <= valueBins ? BetweenAll(sample) : BetweenQuantiles(sample, weights, valueBins);
    }

    private static int CountDistinct(ReadOnlySpan<double> sorted, int enough)
    {
        int distinct = Math.Min(1, sorted.Length);
        for (int i = 1; i < sorted.Length && distinct < enough; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        return distinct;
    }

    private static double[] BetweenAll(ReadOnlySpan<double> sorted)
    {
        var cuts = new List<double>();
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[i - 1])
            {
                cuts.Add(Between(sorted[i - 1], sorted[i]));
            }
        }

        return cuts.ToArray();
    }

    // Equally filled bins that never split equal values; after a large group of equals the rest is divided anew.
    private static double[] BetweenQuantiles(ReadOnlySpan<double> sorted, ReadOnlySpan<double> weights, int valueBins)
    {
        var cuts = new List<double>();
        double total = weights.IsEmpty ? sorted.Length : SumOf(weights);
        double next = total / valueBins;
        double before = 0;
        for (int i = 1; i < sorted.Length && cuts.Count < valueBins - 1; i++)
        {
            before += weights.IsEmpty ? 1 : weights[i - 1];
            if (before >= next && sorted[i] != sorted[i - 1])
            {
                cuts.Add(Between(sorted[i - 1], sorted[i]));
                next = before + ((total - before) / (valueBins - cuts.Count));
            }
        }

        return cuts.ToArray();
    }

    private static double SumOf(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        foreach (double number in numbers)
        {
            sum += number;
        }

        return sum;
    }
}
