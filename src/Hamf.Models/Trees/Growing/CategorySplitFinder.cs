using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Finds the best split of a leaf into two sets of categories. Fisher (1958): in the order of their mean gradient, some prefix of the categories
/// is the best set. The prefix is limited and the means are smoothed, because with many categories the best set by chance looks better than
/// the best set in truth. Immutable and thread-safe.
/// </summary>
internal sealed class CategorySplitFinder(SplitRules rules)
{
    // Up to this many categories, each is judged on its own rows as LightGBM does (max_cat_to_onehot); more are smoothed.
    private const int FewCategories = 4;

    // From here on CategoryL2 counts in proportion. Measured on simulated card payments, where jobs and merchants nearly name the
    // card and fraud comes in bursts: a fixed penalty either overfits those or blunts a category column of 14.
    private const int ManyCategories = 16;

    private readonly GbdtOptions _options = rules.Options;

    /// <summary>The best split by the feature, or the default value when none helps.</summary>
    public Split Find(Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf, ValueRange range)
    {
        int present = 0;
        for (int bin = 0; bin < bins.Count; bin++)
        {
            present += histogram.Rows[offset + bin] > 0 ? 1 : 0;
        }

        bool isFew = present <= FewCategories;

        // The more categories, the better the best set looks by chance: the penalty grows with their number.
        double extraL2 = isFew ? 0 : _options.CategoryL2 * Math.Max(1, present / (double)ManyCategories);
        var formula = new LeafFormula(_options.L1, _options.L2 + extraL2, rules.Scales);
        long minRows = isFew ? 0 : SplitRules.RowsOf(_options.MinCategoryRows, rules.Scales);
        byte[] order = Order(histogram, bins, offset, isFew ? 0 : _options.CategorySmoothing);
        Split best = Scan(histogram, feature, offset, leaf, range, order, formula, minRows, default);
        Array.Reverse(order);
        best = Scan(histogram, feature, offset, leaf, range, order, formula, minRows, best);
        return best.LeftBins is null ? best : Complete(best, histogram, bins, offset, leaf);
    }

    private byte[] Order(Histogram histogram, FeatureBins bins, int offset, double smoothing)
    {
        SumScales scales = rules.Scales;
        var candidates = new List<(double Mean, byte Bin)>();
        for (int bin = 0; bin < bins.Count; bin++)
        {
            LeafSums sums = histogram.Bin(offset + bin);
            if (sums.Rows > 0 && sums.Rows >= smoothing * scales.Rows)
            {
                double hessian = (sums.Hessian / scales.Hessian) + smoothing + 1e-9;
                candidates.Add((sums.Gradient / scales.Gradient / hessian, (byte)bin));
            }
        }

        candidates.Sort();
        return candidates.Select(c => c.Bin).ToArray();
    }

    private Split Scan(
        Histogram histogram,
        int feature,
        int offset,
        LeafSums leaf,
        ValueRange range,
        byte[] order,
        LeafFormula formula,
        long minRows,
        Split best)
    {
        var judge = new GainJudge(leaf, formula, rules.GainOf(leaf, range), best.Gain);
        LeafSums left = default;
        LeafSums bestLeft = default;
        int bestCount = 0;
        int most = Math.Min(order.Length, _options.MaxSplitCategories);
        for (int i = 0; i < most; i++)
        {
            left += histogram.Bin(offset + order[i]);
            if (left.Rows >= minRows
                && rules.IsLargeEnough(left)
                && rules.IsLargeEnough(leaf - left)
                && (rules.HasDirections ? judge.IsBest(left, range, null) : judge.IsBest(left)))
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
}
