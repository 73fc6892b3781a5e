using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>Finds the best split of a leaf by one feature from the leaf's histogram. Immutable and thread-safe.</summary>
internal sealed class SplitFinder(SplitRules rules)
{
    private readonly CategorySplitFinder _categories = new(rules);

    /// <summary>The best split by the feature, or the default value when none helps.</summary>
    public Split Find(Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf, ValueRange range)
    {
        if (bins.IsCategorical)
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

    private Split Scan(
        Histogram histogram, FeatureBins bins, int feature, int offset, LeafSums leaf, ValueRange range, LeafSums start, Split best)
    {
        ReadOnlySpan<long> gradients = histogram.Gradients.AsSpan(offset, bins.MissingBin);
        ReadOnlySpan<long> hessians = histogram.Hessians.AsSpan(offset, bins.MissingBin);
        ReadOnlySpan<long> rows = histogram.Rows.AsSpan(offset, bins.MissingBin);
        bool hasDirections = rules.HasDirections;
        MonotoneDirection? direction = rules.DirectionOf(feature);
        long maxRows = leaf.Rows - rules.MinRows;
        long maxHessian = leaf.Hessian - rules.MinHessian;
        var judge = new GainJudge(leaf, rules.Formula, rules.GainOf(leaf, range), best.Gain);
        LeafSums left = start;
        LeafSums bestLeft = default;
        int bestBin = -1;
        for (int bin = 0; bin < rows.Length; bin++)
        {
            left += new LeafSums(gradients[bin], hessians[bin], rows[bin]);
            if (!rules.IsLargeEnough(left))
            {
                continue;
            }

            if (left.Rows > maxRows || left.Hessian > maxHessian)
            {
                break;
            }

            if (hasDirections ? judge.IsBest(left, range, direction) : judge.IsBest(left))
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
}
