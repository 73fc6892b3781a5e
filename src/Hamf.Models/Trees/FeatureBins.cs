using Hamf.Models.Data;
using Hamf.Models.Numerics;

namespace Hamf.Models.Trees;

/// <summary>
/// How one feature's values become bins. Bin 0 is missing. A numeric feature has one bin per interval between cut points, in order; a category
/// has the bin of its code + 1, and codes beyond the last bin share it. Immutable.
/// </summary>
internal sealed class FeatureBins
{
    /// <summary>The bin of a missing value.</summary>
    public const int MissingBin = 0;

    // Cut points come from so many rows at most; quantiles of a larger sample differ by less than a bin.
    private const int SampleRows = 200_000;

    private readonly double[] _cuts;

    private FeatureBins(FeatureKind kind, double[] cuts, int count)
    {
        Kind = kind;
        _cuts = cuts;
        Count = count;
    }

    public FeatureKind Kind { get; }

    /// <summary>Number of bins, missing included, at most 255.</summary>
    public int Count { get; }

    /// <summary>Chooses the bins of a feature from its training values.</summary>
    public static FeatureBins Of(FeatureInfo feature, double[] values, int maxBins, int seed)
    {
        if (feature.Kind == FeatureKind.Categorical)
        {
            // Missing, the known categories, and one more for those not seen.
            return new FeatureBins(FeatureKind.Categorical, [], Math.Min(feature.UnseenCode + 2, TreeEnsemble.MaxCategoryBins));
        }

        double[] cuts = Cuts(SortedSample(values, seed), maxBins - 1);
        return new FeatureBins(FeatureKind.Numeric, cuts, cuts.Length + 2);
    }

    /// <summary>The bin of a value.</summary>
    public int BinOf(double value) => Kind == FeatureKind.Categorical
        ? Math.Min(TreeEnsemble.CategoryBin(value), Count - 1)
        : double.IsNaN(value) ? MissingBin : 1 + LowerBound(value);

    /// <summary>The largest value of a numeric bin: the threshold of a split after it.</summary>
    public double UpperBound(int bin) => bin > _cuts.Length ? double.PositiveInfinity : _cuts[bin - 1];

    // Number of cuts below the value: a value equal to a cut belongs to the interval that the cut closes.
    private int LowerBound(double value)
    {
        int low = 0;
        int high = _cuts.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_cuts[middle] < value)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private static double[] SortedSample(double[] values, int seed)
    {
        var random = new SplitMix64((ulong)seed);
        double[] sample = values.Length <= SampleRows
            ? values.Where(v => !double.IsNaN(v)).ToArray()
            : Enumerable.Range(0, SampleRows).Select(_ => values[random.Next(values.Length)]).Where(v => !double.IsNaN(v)).ToArray();
        Array.Sort(sample);
        return sample;
    }

    private static double[] Cuts(double[] sorted, int maxIntervals)
    {
        if (sorted.Length == 0)
        {
            return [];
        }

        int distinct = 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            distinct += sorted[i] != sorted[i - 1] ? 1 : 0;
        }

        var cuts = new List<double>(Math.Min(distinct, maxIntervals));
        int intervalsLeft = maxIntervals;
        int start = 0;
        for (int i = 1; i < sorted.Length && intervalsLeft > 1; i++)
        {
            if (sorted[i] == sorted[i - 1])
            {
                continue;
            }

            // Fill intervals evenly with what is left, so that a value of many rows takes one interval and not the room of its neighbours.
            bool isFull = distinct <= maxIntervals || i - start >= (double)(sorted.Length - start) / intervalsLeft;
            if (isFull)
            {
                cuts.Add(Between(sorted[i - 1], sorted[i]));
                intervalsLeft--;
                start = i;
            }
        }

        return [.. cuts];
    }

    // A number c with low <= c < high: the middle where that can be represented.
    private static double Between(double low, double high)
    {
        double middle = (low / 2) + (high / 2);
        return middle >= low && middle < high ? middle : low;
    }
}
