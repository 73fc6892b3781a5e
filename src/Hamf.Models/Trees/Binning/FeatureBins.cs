using Hamf.Models.Data;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// How a feature's values become small codes. Numeric: code k holds values in (cut[k-1], cut[k]]. Categorical: each frequent category has
/// its own bin; rare and unseen ones share the last value bin. The highest code is "missing". Immutable.
/// </summary>
internal sealed class FeatureBins
{
    private const int SampleRows = 200_000;

    private readonly double[] _searchCuts = new double[256];

    private FeatureBins(double[] cuts, byte[] binOfCode, int valueBins)
    {
        Cuts = cuts;
        BinOfCode = binOfCode;
        MissingBin = valueBins;
        Array.Fill(_searchCuts, double.PositiveInfinity);
        cuts.CopyTo(_searchCuts, 0);
    }

    /// <summary>Upper bounds (inclusive) of all value bins but the last, rising; empty for a categorical feature.</summary>
    public double[] Cuts { get; }

    /// <summary>Bin of each category code, the unseen one last; empty for a numeric feature.</summary>
    public byte[] BinOfCode { get; }

    /// <summary>True when bins are categories.</summary>
    public bool IsCategorical => BinOfCode.Length > 0;

    /// <summary>The bin of missing values, which is also the number of value bins.</summary>
    public int MissingBin { get; }

    /// <summary>Number of bins, missing included.</summary>
    public int Count => MissingBin + 1;

    /// <summary>Learns the bins of a feature.</summary>
    public static FeatureBins Learn(FeatureInfo feature, ReadOnlySpan<double> values, int maxBins, int seed) =>
        feature.Kind == FeatureKind.Categorical
            ? LearnCategories(feature, values, maxBins)
            : new FeatureBins(LearnCuts(values, maxBins - 1, seed, out int bins), [], bins);

    /// <summary>The code of a value.</summary>
    public byte CodeOf(double value)
    {
        if (double.IsNaN(value))
        {
            return (byte)MissingBin;
        }

        if (IsCategorical)
        {
            return BinOfCode[CategoryCode.IndexOf(value, BinOfCode.Length - 1)];
        }

        int code = 0;
        for (int step = 128; step > 0; step >>= 1)
        {
            code += _searchCuts[code + step - 1] < value ? step : 0;
        }

        return (byte)code;
    }

    private static double[] LearnCuts(ReadOnlySpan<double> values, int valueBins, int seed, out int bins)
    {
        double[] sorted = Sample(values, seed);
        Array.Sort(sorted);
        int distinct = CountDistinct(sorted, valueBins + 1);
        List<double> cuts = distinct <= valueBins ? BetweenAll(sorted) : BetweenQuantiles(sorted, valueBins);
        bins = cuts.Count + 1;
        return cuts.ToArray();
    }

    private static double[] Sample(ReadOnlySpan<double> values, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        int wanted = Math.Min(values.Length, SampleRows);
        var sample = new double[wanted];
        int count = 0;
        for (int i = 0; i < wanted; i++)
        {
            // One row from each stretch of equal length: every part of the file is represented.
            long from = (long)i * values.Length / wanted;
            long to = (long)(i + 1) * values.Length / wanted;
            double value = values[(int)(from + random.Next((int)(to - from)))];
            if (!double.IsNaN(value))
            {
                sample[count++] = value;
            }
        }

        return sample[..count];
    }

    private static int CountDistinct(double[] sorted, int enough)
    {
        int distinct = Math.Min(1, sorted.Length);
        for (int i = 1; i < sorted.Length && distinct < enough; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        return distinct;
    }

    private static List<double> BetweenAll(double[] sorted)
    {
        var cuts = new List<double>();
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[i - 1])
            {
                cuts.Add(Between(sorted[i - 1], sorted[i]));
            }
        }

        return cuts;
    }

    // Equally filled bins that never split equal values; after a large group of equals the rest is divided anew.
    private static List<double> BetweenQuantiles(double[] sorted, int valueBins)
    {
        var cuts = new List<double>();
        double next = (double)sorted.Length / valueBins;
        for (int i = 1; i < sorted.Length && cuts.Count < valueBins - 1; i++)
        {
            if (i >= next && sorted[i] != sorted[i - 1])
            {
                cuts.Add(Between(sorted[i - 1], sorted[i]));
                next = i + ((double)(sorted.Length - i) / (valueBins - cuts.Count));
            }
        }

        return cuts;
    }

    private static double Between(double lower, double upper)
    {
        double middle = (lower / 2) + (upper / 2);
        return middle >= lower && middle < upper ? middle : lower;
    }

    private static FeatureBins LearnCategories(FeatureInfo feature, ReadOnlySpan<double> values, int maxBins)
    {
        var rows = new int[feature.UnseenCode + 1];
        foreach (double value in values)
        {
            if (!double.IsNaN(value))
            {
                rows[CategoryCode.IndexOf(value, feature.UnseenCode)]++;
            }
        }

        // One bin is for rare and unseen categories, one for missing.
        int own = Math.Min(feature.UnseenCode, Math.Max(0, maxBins - 2));
        int[] frequent = Enumerable.Range(0, feature.UnseenCode)
            .OrderByDescending(code => rows[code]).ThenBy(code => code).Take(own).Order().ToArray();
        var binOfCode = new byte[rows.Length];
        Array.Fill(binOfCode, (byte)own);
        for (int bin = 0; bin < frequent.Length; bin++)
        {
            binOfCode[frequent[bin]] = (byte)bin;
        }

        return new FeatureBins([], binOfCode, own + 1);
    }
}
