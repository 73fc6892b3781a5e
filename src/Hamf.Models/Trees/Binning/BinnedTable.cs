using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Binning;

/// <summary>The training rows as codes, feature by feature. Immutable.</summary>
internal sealed class BinnedTable
{
    private BinnedTable(IReadOnlyList<FeatureInfo> features, int rowCount)
    {
        RowCount = rowCount;
        Bins = new FeatureBins[features.Count];
        Codes = new byte[Bins.Length][];
        Offsets = new int[Bins.Length + 1];
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The bins of each feature.</summary>
    public FeatureBins[] Bins { get; }

    /// <summary>[features][rows].</summary>
    public byte[][] Codes { get; }

    /// <summary>Where each feature's bins begin in a histogram, and its length at the end; multiples of 8 for vectors, [features + 1].</summary>
    public int[] Offsets { get; }

    /// <summary>Number of features.</summary>
    public int FeatureCount => Bins.Length;

    /// <summary>Learns the bins and encodes all rows.</summary>
    /// <param name="train">The rows.</param>
    /// <param name="target">What they predict.</param>
    /// <param name="maxBins">Most bins of a feature, missing included, 2 to 255.</param>
    /// <param name="seed">Chooses the sample that the bins are learned from.</param>
    /// <param name="crew">Works in parallel; codes and bins do not depend on it.</param>
    public static BinnedTable Encode(TrainingSet train, TargetKind target, int maxBins, int seed, WorkCrew crew)
    {
        FeatureTable table = train.Table;
        var evidence = new CategoryEvidence(train, target);
        var binned = new BinnedTable(table.Features, table.RowCount);
        crew.Run(binned.FeatureCount, f =>
        {
            ColumnValues values = table.ValuesOf(f);
            binned.Bins[f] = Learn(train, evidence, f, values, maxBins, seed);
            binned.Codes[f] = GC.AllocateUninitializedArray<byte>(binned.RowCount);
            binned.Bins[f].Encode(values, binned.Codes[f]);
        });
        for (int f = 0; f < binned.FeatureCount; f++)
        {
            binned.Offsets[f + 1] = binned.Offsets[f] + ((binned.Bins[f].Count + 7) & ~7);
        }

        return binned;
    }

    private static FeatureBins Learn(TrainingSet train, CategoryEvidence evidence, int feature, ColumnValues values, int maxBins, int seed)
    {
        FeatureInfo info = train.Table.Features[feature];
        return FeatureBins.Learn(info, values, train.Weights, maxBins, seed + feature, evidence.Holds(info, values));
    }
}
