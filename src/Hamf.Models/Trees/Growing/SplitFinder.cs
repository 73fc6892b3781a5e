using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>Finds the best split of a leaf by one feature from the leaf's histogram. Immutable and thread-safe.</summary>
internal sealed class SplitFinder(GbdtOptions options)
{
    // Up to this many categories, each is judged on its own rows as LightGBM does (max_cat_to_onehot); more are smoothed.
    private const int FewCategories = 4;

    // From here on CategoryL2 counts in proportion. Measured on simulated card payments, where jobs and merchants nearly name the
    // card and fraud comes in bursts: a fixed penalty either overfits those or blunts a category column of 14.
    private const int ManyCategories = 16;

    private readonly long _minHessian = (long)Math.Ceiling(options.MinLeafHessian * PackedGradients.HessianScale);

    /// <summary>False when the leaf is too small to give two leaves.</summary>
    public bool CanSplit(LeafSums leaf) => leaf.Rows >= 2L * options.MinLeafRows && leaf.Hessian >= 2 * _minHessian;

    /// <summary>The best split by the feature, or the default value when none helps.</summary>
    public Split Find(Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf) => bins.IsCategorical
        ? FindBySets(histogram, bins, feature, offset, leaf)
        : FindByThreshold(histogram, bins, feature, offset, leaf);

    private Split FindByThreshold(Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf)
    {
        LeafSums missing = BinSums(histogram, offset + bins.MissingBin);
        Split best = Scan(histogram, bins, feature, offset, leaf, default, default);
        if (missing.Rows == 0)
        {
            // No row says where missing values belong: they follow the crowd.
            return best with { MissingLeft = 2 * best.Left.Rows >= leaf.Rows };
        }

        return Scan(histogram, bins, feature, offset, leaf, missing, best);
    }

    private Split Scan(
        Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf, LeafSums start, Split best)
    {
        var judge = new GainJudge(leaf, options.L2, options.L2, best.Gain);
        LeafSums left = start;
        LeafSums bestLeft = default;
        int bestBin = -1;
        for (int bin = 0; bin < bins.MissingBin; bin++)
        {
            left += BinSums(histogram, offset + bin);
            if (!IsLargeEnough(left))
            {
                continue;
            }

            if (!IsLargeEnough(leaf - left))
            {
                break;
            }

            if (judge.IsBest(left))
            {
                bestBin = bin;
                bestLeft = left;
            }
        }

        return bestBin < 0 ? best : new Split
        {
            Gain = judge.BestGain,
            Feature = feature,
            LastLeftBin = bestBin,
            MissingLeft = start.Rows > 0,
            Left = bestLeft,
        };
    }

    // Fisher (1958): in the order of their mean gradient, some prefix of the categories is the best set. The prefix is limited and the
    // means are smoothed, because with many categories the best set by chance looks better than the best set in truth.
    private Split FindBySets(Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf)
    {
        int present = 0;
        for (int bin = 0; bin < bins.Count; bin++)
        {
            present += histogram.Rows[offset + bin] > 0 ? 1 : 0;
        }

        bool isFew = present <= FewCategories;
        double smoothing = isFew ? 0 : options.CategorySmoothing;

        // The more categories, the better the best set looks by chance: the penalty grows with their number.
        double extraL2 = isFew ? 0 : options.CategoryL2 * Math.Max(1, present / (double)ManyCategories);
        byte[] order = Order(histogram, bins, offset, smoothing);
        Split best = ScanSets(histogram, feature, offset, leaf, order, extraL2, isFew, default);
        Array.Reverse(order);
        best = ScanSets(histogram, feature, offset, leaf, order, extraL2, isFew, best);
        return best.LeftBins is null ? best : Complete(best, histogram, bins, offset, leaf);
    }

    private static byte[] Order(Histogram histogram, FeatureBins bins, int offset, double smoothing)
    {
        var candidates = new List<(double Mean, byte Bin)>();
        for (int bin = 0; bin < bins.Count; bin++)
        {
            LeafSums sums = BinSums(histogram, offset + bin);
            if (sums.Rows > 0 && sums.Rows >= smoothing)
            {
                double hessian = (sums.Hessian / PackedGradients.HessianScale) + smoothing + 1e-9;
                candidates.Add((sums.Gradient / PackedGradients.GradientScale / hessian, (byte)bin));
            }
        }

        candidates.Sort();
        return candidates.Select(c => c.Bin).ToArray();
    }

    private Split ScanSets(
        Histogram histogram, int feature, int offset, LeafSums leaf, byte[] order, double extraL2, bool isFew, Split best)
    {
        var judge = new GainJudge(leaf, options.L2 + extraL2, options.L2, best.Gain);
        long minRows = isFew ? 0 : options.MinCategoryRows;
        LeafSums left = default;
        LeafSums bestLeft = default;
        int bestCount = 0;
        int most = Math.Min(order.Length, options.MaxSplitCategories);
        for (int i = 0; i < most; i++)
        {
            left += BinSums(histogram, offset + order[i]);
            if (left.Rows >= minRows && IsLargeEnough(left) && IsLargeEnough(leaf - left) && judge.IsBest(left))
            {
                bestCount = i + 1;
                bestLeft = left;
            }
        }

        return bestCount == 0 ? best : new Split
        {
            Gain = judge.BestGain,
            Feature = feature,
            LeftBins = order[..bestCount],
            Left = bestLeft,
        };
    }

    // Bins without rows in this leaf, the unseen among them, follow the crowd.
    private static Split Complete(Split split, Histogram histogram, FeatureBins bins, int offset, LeafSums leaf)
    {
        var left = new List<byte>(split.LeftBins!);
        if (2 * split.Left.Rows >= leaf.Rows)
        {
            for (int bin = 0; bin < bins.Count; bin++)
            {
                if (histogram.Rows[offset + bin] == 0)
                {
                    left.Add((byte)bin);
                }
            }
        }

        bool missingLeft = left.Remove((byte)bins.MissingBin);
        return split with { LeftBins = left.ToArray(), MissingLeft = missingLeft };
    }

    private bool IsLargeEnough(LeafSums side) => side.Rows >= options.MinLeafRows && side.Hessian >= _minHessian;

    private static LeafSums BinSums(Histogram histogram, int bin) =>
        new(histogram.Gradients[bin], histogram.Hessians[bin], histogram.Rows[bin]);
}
