using Hamf.Models.Data;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// The training rows as codes, twice: by feature, for dividing rows, and in chunks of up to eight features per row, for histograms.
/// Immutable.
/// </summary>
internal sealed class BinnedTable
{
    /// <summary>Features of a full chunk: one code is a byte, one chunk a 64-bit word.</summary>
    public const int ChunkWidth = 8;

    private BinnedTable(FeatureTable table)
    {
        RowCount = table.RowCount;
        Bins = new FeatureBins[table.Features.Count];
        Codes = new byte[Bins.Length][];
        Offsets = new int[Bins.Length + 1];
        Chunks = new ulong[(Bins.Length + ChunkWidth - 1) / ChunkWidth][];
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The bins of each feature.</summary>
    public FeatureBins[] Bins { get; }

    /// <summary>[features][rows].</summary>
    public byte[][] Codes { get; }

    /// <summary>[groups of eight features][rows]; the first feature of a group is the lowest byte.</summary>
    public ulong[][] Chunks { get; }

    /// <summary>Where each feature's bins begin in a histogram, and its length at the end; multiples of 8 for vectors, [features + 1].</summary>
    public int[] Offsets { get; }

    /// <summary>Number of features.</summary>
    public int FeatureCount => Bins.Length;

    /// <summary>Features of a group.</summary>
    public int WidthOf(int group) => Math.Min(ChunkWidth, FeatureCount - (group * ChunkWidth));

    /// <summary>Learns the bins and encodes all rows.</summary>
    public static BinnedTable Encode(FeatureTable table, int maxBins, int seed, WorkCrew crew)
    {
        var binned = new BinnedTable(table);
        crew.Run(binned.FeatureCount, f => binned.EncodeFeature(table, f, maxBins, seed));
        for (int f = 0; f < binned.FeatureCount; f++)
        {
            binned.Offsets[f + 1] = binned.Offsets[f] + ((binned.Bins[f].Count + 7) & ~7);
        }

        crew.Run(binned.Chunks.Length, binned.PackGroup);
        return binned;
    }

    private void EncodeFeature(FeatureTable table, int feature, int maxBins, int seed)
    {
        ReadOnlySpan<double> values = table.Columns[feature].AsSpan(0, RowCount);
        FeatureBins bins = FeatureBins.Learn(table.Features[feature], values, maxBins, seed + feature);
        var codes = new byte[RowCount];
        for (int i = 0; i < codes.Length; i++)
        {
            codes[i] = bins.CodeOf(values[i]);
        }

        Bins[feature] = bins;
        Codes[feature] = codes;
    }

    private void PackGroup(int group)
    {
        var chunk = new ulong[RowCount];
        for (int j = 0; j < WidthOf(group); j++)
        {
            byte[] codes = Codes[(group * ChunkWidth) + j];
            for (int i = 0; i < chunk.Length; i++)
            {
                chunk[i] |= (ulong)codes[i] << (8 * j);
            }
        }

        Chunks[group] = chunk;
    }
}
