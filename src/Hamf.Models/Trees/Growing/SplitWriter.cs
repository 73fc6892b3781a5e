using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>Turns a split by bins into one by values.</summary>
internal static class SplitWriter
{
    /// <summary>Sets 1 for each code that goes left, 0 for the others.</summary>
    /// <param name="split">The split.</param>
    /// <param name="bins">Of its feature.</param>
    /// <param name="goesLeft">[256]</param>
    public static void FillGoesLeft(in Split split, FeatureBins bins, byte[] goesLeft)
    {
        Array.Clear(goesLeft);
        if (split.LeftBins is null)
        {
            goesLeft.AsSpan(0, split.LastLeftBin + 1).Fill(1);
        }
        else
        {
            foreach (byte bin in split.LeftBins)
            {
                goesLeft[bin] = 1;
            }
        }

        goesLeft[bins.MissingBin] = (byte)(split.MissingLeft ? 1 : 0);
    }

    /// <summary>Turns the leaf <paramref name="node"/> into the split.</summary>
    /// <returns>The index of the left child; the right one follows it.</returns>
    public static int Write(TreeEnsembleBuilder builder, int node, in Split split, FeatureBins bins, byte[] goesLeft, double leftCover)
    {
        if (!bins.IsCategorical)
        {
            // All values left, missing right: every number is at or below infinity.
            double threshold = split.LastLeftBin < bins.Cuts.Length ? bins.Cuts[split.LastLeftBin] : double.PositiveInfinity;
            return builder.SplitByThreshold(node, split.Feature, threshold, split.MissingLeft, leftCover);
        }

        IEnumerable<int> codes = Enumerable.Range(0, bins.BinOfCode.Length).Where(code => goesLeft[bins.BinOfCode[code]] == 1);
        return builder.SplitByCategory(node, split.Feature, codes, split.MissingLeft, leftCover);
    }
}
