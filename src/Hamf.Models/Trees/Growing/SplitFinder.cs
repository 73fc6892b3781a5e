using System.Runtime.CompilerServices;
using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>Finds the best split of a leaf by one feature from the leaf's histogram. Immutable and thread-safe.</summary>
internal sealed class SplitFinder(SplitRules rules, bool useVectors)
{
    private readonly CategorySplitFinder _categories = new(rules);

    /// <summary>The best split by the feature, or the default value when none helps.</summary>
    public Split Find(Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf, ValueRange range)
    {
        if (!bins.KeepsOrder)
        {
            return _categories.Find(histogram, bins, feature, offset, leaf, range);
        }

        LeafSums missing = histogram.Bin(offset + bins.MissingBin);
        Split best = Scan(histogram, bins, feature, offset, leaf, range, default, default);
        if (missing.Rows == 0)
        {
            // No row says where missing values belong: they follow the crowd.
            return best with { MissingLeft = 2 * best.Left.Rows >= leaf.Rows };
        }

        return Scan(histogram, bins, feature, offset, leaf, range, missing, best);
    }

    [SkipLocalsInit]
    private Split Scan(
        Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf, ValueRange range, LeafSums start, Split best)
    {
        var scan = new ThresholdScan(
            histogram, offset, bins.MissingBin, leaf, start, rules, stackalloc long[ThresholdScan.ScratchLength]);
        double parent = rules.GainOf(leaf, range);
        double gain = Math.Max(best.Gain, rules.Scales.LeastGain) + parent;
        int bin = rules.HasDirections
            ? FindWithin(scan, bins.MissingBin, feature, leaf, range, ref gain)
            : scan.FindBest(ref gain, useVectors);
        return bin < 0 ? best : new Split
        {
            Gain = gain - parent,
            Feature = feature,
            LastLeftBin = bin,
            MissingLeft = start.Rows > 0,
            Left = scan.Left(bin),
        };
    }

    // The values are held to the leaf's range, and those of a constrained feature to its direction.
    private int FindWithin(ThresholdScan scan, int count, int feature, LeafSums leaf, ValueRange range, ref double best)
    {
        MonotoneDirection? direction = rules.DirectionOf(feature);
        int found = -1;
        for (int bin = 0; bin < count; bin++)
        {
            LeafSums left = scan.Left(bin);
            double gain = rules.GainWithin(left, leaf - left, range, direction, rules.Formula);
            if (gain > best)
            {
                best = gain;
                found = bin;
            }
        }

        return found;
    }
}
