using System.Runtime.CompilerServices;
using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Binning;

/// <summary>
/// The training rows as codes, twice: by feature, for dividing rows, and in groups of up to sixteen features whose codes of a row stand
/// together, for histograms. Immutable.
/// </summary>
internal sealed class BinnedTable
{
    /// <summary>Most features of a group: their packed histograms, 16 x 264 words of 8 bytes, just fit the first-level cache.</summary>
    public const int GroupWidth = 16;

    // Rows packed at a time: their codes and chunks stay in the first-level cache.
    private const int PackRows = 1024;

    private readonly int[] _mostRows;

    private BinnedTable(IReadOnlyList<FeatureInfo> features, int rowCount, int threads)
    {
        RowCount = rowCount;
        Bins = new FeatureBins[features.Count];
        Codes = new byte[Bins.Length][];
        _mostRows = new int[Bins.Length];
        Offsets = new int[Bins.Length + 1];
        GroupStarts = Divide(Bins.Length, threads);
        Chunks = new byte[GroupStarts.Length - 1][];
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The bins of each feature.</summary>
    public FeatureBins[] Bins { get; }

    /// <summary>[features][rows].</summary>
    public byte[][] Codes { get; }

    /// <summary>The first feature of each group, and the number of features at the end, [groups + 1].</summary>
    public int[] GroupStarts { get; }

    /// <summary>[groups][rows x <see cref="ChunkSizeOf"/>]: the group's codes of each row, one after the other.</summary>
    public byte[][] Chunks { get; }

    /// <summary>Where each feature's bins begin in a histogram, and its length at the end; multiples of 8 for vectors, [features + 1].</summary>
    public int[] Offsets { get; }

    /// <summary>Number of features.</summary>
    public int FeatureCount => Bins.Length;

    /// <summary>Number of groups.</summary>
    public int GroupCount => Chunks.Length;

    /// <summary>Features of a group.</summary>
    public int WidthOf(int group) => GroupStarts[group + 1] - GroupStarts[group];

    /// <summary>Bytes of a row in the group's chunks: a power of two, so that no row crosses a cache line.</summary>
    public int ChunkSizeOf(int group) => WidthOf(group) switch { <= 4 => 4, <= 8 => 8, _ => GroupWidth };

    /// <summary>Most rows of a bin of the group.</summary>
    public int MostRowsOf(int group) => _mostRows.AsSpan(GroupStarts[group], WidthOf(group)).ToArray().Max();

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
        var binned = new BinnedTable(table.Features, table.RowCount, crew.Threads);
        using var buffers = new ThreadLocal<double[]>(() => []);
        crew.Run(binned.FeatureCount, f =>
        {
            double[] buffer = buffers.Value!;
            ReadOnlySpan<double> values = table.Read(f, ref buffer);
            buffers.Value = buffer;
            binned.Bins[f] = Learn(train, evidence, f, values, maxBins, seed);
            binned.Codes[f] = GC.AllocateUninitializedArray<byte>(binned.RowCount);
            binned.Bins[f].Encode(values, binned.Codes[f]);
            binned._mostRows[f] = MostRows(binned.Codes[f]);
        });
        for (int f = 0; f < binned.FeatureCount; f++)
        {
            binned.Offsets[f + 1] = binned.Offsets[f] + ((binned.Bins[f].Count + 7) & ~7);
        }

        for (int g = 0; g < binned.GroupCount; g++)
        {
            binned.Chunks[g] = GC.AllocateUninitializedArray<byte>(checked(binned.RowCount * binned.ChunkSizeOf(g)));
        }

        crew.Run((binned.RowCount + PackRows - 1) / PackRows, binned.PackBlock);
        return binned;
    }

    private static FeatureBins Learn(
        TrainingSet train, CategoryEvidence evidence, int feature, ReadOnlySpan<double> values, int maxBins, int seed)
    {
        FeatureInfo info = train.Table.Features[feature];
        return FeatureBins.Learn(info, values, train.Weights, maxBins, seed + feature, evidence.Holds(info, values));
    }

    // As many groups for each thread as for every other, but none narrower than four features, which would waste memory and loads.
    private static int[] Divide(int features, int threads)
    {
        int fewest = (features + GroupWidth - 1) / GroupWidth;
        int even = (fewest + threads - 1) / threads * threads;
        int groups = Math.Max(fewest, Math.Min(even, features / 4));
        return Enumerable.Range(0, groups + 1).Select(g => (int)((long)g * features / Math.Max(1, groups))).ToArray();
    }

    // Four counters of each code: equal neighbours would wait for each other in one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int MostRows(ReadOnlySpan<byte> codes)
    {
        Span<int> counts = stackalloc int[4 * 256];
        counts.Clear();
        for (int i = 0; i < codes.Length; i++)
        {
            counts[((i & 3) * 256) + codes[i]]++;
        }

        int most = 0;
        for (int code = 0; code < 256; code++)
        {
            most = Math.Max(most, counts[code] + counts[code + 256] + counts[code + 512] + counts[code + 768]);
        }

        return most;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PackBlock(int block)
    {
        int start = block * PackRows;
        int count = Math.Min(PackRows, RowCount - start);
        for (int group = 0; group < GroupCount; group++)
        {
            int size = ChunkSizeOf(group);
            Span<byte> chunks = Chunks[group].AsSpan(start * size, count * size);
            for (int j = 0; j < WidthOf(group); j++)
            {
                ReadOnlySpan<byte> codes = Codes[GroupStarts[group] + j].AsSpan(start, count);
                for (int i = 0, at = j; i < codes.Length; i++, at += size)
                {
                    chunks[at] = codes[i];
                }
            }
        }
    }
}
