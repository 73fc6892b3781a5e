using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>
/// Finds the best split of a leaf on one feature. Gain is that of second-order boosting (Chen and Guestrin 2016, eq. 7) without the factor 1/2:
/// GL^2/(HL+l) + GR^2/(HR+l) - G^2/(H+l).
/// </summary>
internal sealed class SplitFinder(GbdtOptions options)
{
    // The figures for categories are LightGBM's defaults, which keep a column of many rare categories from fitting noise.
    private const double CategoryL2 = 10;
    private const double CategorySmoothing = 10;
    private const int MaxOneAgainstRest = 4;
    private const int MaxCategoriesLeft = 32;
    private const int MinRowsPerCategory = 10;

    private const double MinGain = 1e-7;

    /// <summary>The best split of a feature, with gain 0 when there is none.</summary>
    public Split Find(int feature, FeatureBins bins, ReadOnlySpan<HistogramCell> histogram, in HistogramCell leaf)
    {
        if (leaf.Count < 2 * options.MinLeafRows)
        {
            return default;
        }

        return bins.Kind == FeatureKind.Numeric
            ? FindNumeric(feature, bins, histogram, leaf)
            : FindCategorical(feature, bins, histogram, leaf);
    }

    private Split FindNumeric(int feature, FeatureBins bins, ReadOnlySpan<HistogramCell> histogram, in HistogramCell leaf)
    {
        var best = new Split { Feature = feature };
        HistogramCell missing = histogram[FeatureBins.MissingBin];
        ScanNumeric(bins, histogram, leaf, start: default, missingLeft: false, ref best);
        if (missing.Count > 0)
        {
            ScanNumeric(bins, histogram, leaf, start: missing, missingLeft: true, ref best);
        }

        return best;
    }

    private void ScanNumeric(
        FeatureBins bins, ReadOnlySpan<HistogramCell> histogram, in HistogramCell leaf, HistogramCell start, bool missingLeft, ref Split best)
    {
        HistogramCell left = start;

        // After the last bin only missing rows are left: a split there divides present from missing.
        int last = bins.Count - (missingLeft || histogram[FeatureBins.MissingBin].Count == 0 ? 2 : 1);
        for (int bin = 1; bin <= last; bin++)
        {
            if (histogram[bin].Count == 0)
            {
                continue;
            }

            left.Add(histogram[bin]);
            double gain = Gain(left, leaf, options.L2);
            if (gain > best.Gain)
            {
                best.Gain = gain;
                best.Bin = bin;
                best.MissingLeft = missingLeft;
                best.Left = left;
            }
        }
    }

    private Split FindCategorical(int feature, FeatureBins bins, ReadOnlySpan<HistogramCell> histogram, in HistogramCell leaf)
    {
        var best = new Split { Feature = feature, Bin = -1 };
        Span<int> candidates = stackalloc int[HistogramBuilder.Cells];
        Span<double> keys = stackalloc double[HistogramBuilder.Cells];
        int count = 0;
        for (int bin = 0; bin < bins.Count; bin++)
        {
            if (histogram[bin].Count >= MinRowsPerCategory)
            {
                candidates[count] = bin;
                keys[count++] = FixedPoint.ToGradient(histogram[bin].Gradient)
                    / (FixedPoint.ToHessian(histogram[bin].Hessian) + CategorySmoothing);
            }
        }

        if (count <= MaxOneAgainstRest)
        {
            OneAgainstRest(candidates[..count], histogram, leaf, ref best);
            return best;
        }

        keys[..count].Sort(candidates[..count]);
        ScanCategories(candidates[..count], histogram, leaf, ref best);
        candidates[..count].Reverse();
        ScanCategories(candidates[..count], histogram, leaf, ref best);
        return best;
    }

    private void OneAgainstRest(ReadOnlySpan<int> bins, ReadOnlySpan<HistogramCell> histogram, in HistogramCell leaf, ref Split best)
    {
        foreach (int bin in bins)
        {
            double gain = Gain(histogram[bin], leaf, options.L2);
            if (gain > best.Gain)
            {
                best.Gain = gain;
                best.Left = histogram[bin];
                best.LeftBins = new CategorySet();
                best.LeftBins.Add(bin);
            }
        }
    }

    private void ScanCategories(ReadOnlySpan<int> ordered, ReadOnlySpan<HistogramCell> histogram, in HistogramCell leaf, ref Split best)
    {
        HistogramCell left = default;
        int bestCount = 0;
        int last = Math.Min(MaxCategoriesLeft, (ordered.Length + 1) / 2);
        for (int i = 0; i < last; i++)
        {
            left.Add(histogram[ordered[i]]);
            double gain = Gain(left, leaf, options.L2 + CategoryL2);
            if (gain > best.Gain)
            {
                best.Gain = gain;
                best.Left = left;
                bestCount = i + 1;
            }
        }

        if (bestCount > 0)
        {
            best.LeftBins = new CategorySet();
            for (int i = 0; i < bestCount; i++)
            {
                best.LeftBins.Add(ordered[i]);
            }
        }
    }

    private double Gain(in HistogramCell left, in HistogramCell leaf, double l2)
    {
        HistogramCell right = leaf - left;
        if (left.Count < options.MinLeafRows || right.Count < options.MinLeafRows)
        {
            return 0;
        }

        double leftHessian = FixedPoint.ToHessian(left.Hessian);
        double rightHessian = FixedPoint.ToHessian(right.Hessian);
        if (leftHessian < options.MinLeafHessian || rightHessian < options.MinLeafHessian)
        {
            return 0;
        }

        double gain = Score(left.Gradient, leftHessian, l2) + Score(right.Gradient, rightHessian, l2)
            - Score(leaf.Gradient, FixedPoint.ToHessian(leaf.Hessian), l2);
        return gain > MinGain ? gain : 0;
    }

    private static double Score(long gradient, double hessian, double l2)
    {
        double g = FixedPoint.ToGradient(gradient);
        return g * g / (hessian + l2);
    }
}
