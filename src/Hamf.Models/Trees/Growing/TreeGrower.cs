using System.Runtime.Intrinsics;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Grows one tree at a time, always dividing the leaf with the highest gain. Of two children the smaller is summed and the larger is what
/// remains of the parent. Not thread-safe; uses the crew inside.
/// </summary>
internal sealed class TreeGrower
{
    // Below this many updates waking another thread costs more than it saves.
    private const long ParallelUpdates = 100_000;

    private readonly BinnedTable _table;
    private readonly GbdtOptions _options;
    private readonly WorkCrew _crew;
    private readonly SplitFinder _finder;
    private readonly RowPartition _partition;
    private readonly Stack<Histogram> _spare = new();
    private readonly long[][] _packed;
    private readonly byte[] _goesLeft = new byte[256];
    private readonly bool _useVectors;
    private readonly bool[] _mayAsk;
    private int _treeNumber;

    public TreeGrower(BinnedTable table, GbdtOptions options, WorkCrew crew, bool useVectors)
    {
        _table = table;
        _options = options;
        _crew = crew;
        _finder = new SplitFinder(options);
        _partition = new RowPartition(table.RowCount);
        _packed = new long[table.Chunks.Length][];
        for (int g = 0; g < _packed.Length; g++)
        {
            _packed[g] = new long[BinnedTable.ChunkWidth * HistogramKernel.Stride];
        }

        _useVectors = useVectors && Vector512.IsHardwareAccelerated;
        _mayAsk = new bool[table.FeatureCount];
    }

    /// <summary>Gain of all splits so far per feature of the tree grown last.</summary>
    public double[] GainOf { get; private set; } = [];

    /// <summary>Grows a tree into <paramref name="builder"/> and adds its leaf values to <paramref name="scores"/>.</summary>
    /// <returns>False when no split helps; the builder is unchanged then.</returns>
    public bool Grow(long[] gradients, TreeEnsembleBuilder builder, float[] scores)
    {
        GainOf = new double[_table.FeatureCount];
        _partition.Reset();
        DrawFeatures();
        GrowingLeaf root = SumRoot(gradients);
        if (root.Best.Gain <= 0)
        {
            Recycle(root);
            return false;
        }

        root.Node = builder.AddLeaf(root.Count);
        var leaves = new List<GrowingLeaf> { root };
        while (leaves.Count < _options.Leaves && leaves.MaxBy(l => l.Best.Gain) is { Best.Gain: > 0 } widest)
        {
            (GrowingLeaf left, GrowingLeaf right) = Divide(widest, builder);
            leaves[leaves.IndexOf(widest)] = left;
            leaves.Add(right);
            if (leaves.Count < _options.Leaves)
            {
                SumChildren(widest, left, right, gradients);
            }
            else
            {
                Recycle(widest);
            }
        }

        Finish(leaves, builder, scores);
        return true;
    }

    // A share of the features, chosen by seed and tree alone, so that neither threads nor earlier trees matter.
    private void DrawFeatures()
    {
        int wanted = Math.Max(1, (int)Math.Round(_options.FeatureShare * _mayAsk.Length));
        Array.Fill(_mayAsk, wanted == _mayAsk.Length);
        var random = new SplitMix64(((ulong)(uint)_options.Seed << 32) + (uint)_treeNumber++);
        for (int left = _mayAsk.Length, f = 0; wanted < _mayAsk.Length && wanted > 0; f++, left--)
        {
            // Selection sampling (Knuth, TAOCP 2, 3.4.2, algorithm S): each feature with the chance that is still owed.
            if (random.Next(left) < wanted)
            {
                _mayAsk[f] = true;
                wanted--;
            }
        }
    }

    private GrowingLeaf SumRoot(long[] gradients)
    {
        var root = new GrowingLeaf(0, _table.RowCount) { Histogram = NewHistogram() };
        ForGroups(root.Count, g => Sum(root, g, gradients));
        FeatureBins first = _table.Bins[0];
        LeafSums sums = default;
        for (int bin = 0; bin < first.Count; bin++)
        {
            sums += new LeafSums(root.Histogram.Gradients[bin], root.Histogram.Hessians[bin], root.Histogram.Rows[bin]);
        }

        root.Sums = sums;
        var bests = new Split[_table.Chunks.Length];
        ForGroups(root.Count, g => bests[g] = FindBest(root, g));
        root.Best = BestOf(bests);
        return root;
    }

    private (GrowingLeaf Left, GrowingLeaf Right) Divide(GrowingLeaf leaf, TreeEnsembleBuilder builder)
    {
        Split split = leaf.Best;
        FeatureBins bins = _table.Bins[split.Feature];
        FillGoesLeft(split, bins);
        int leftCount = _partition.Divide(leaf.Start, leaf.Count, _table.Codes[split.Feature], _goesLeft, _crew);
        int node = AddSplit(builder, leaf, split, bins, leftCount);
        GainOf[split.Feature] += split.Gain;
        var left = new GrowingLeaf(leaf.Start, leftCount) { Sums = split.Left, Node = node };
        var right = new GrowingLeaf(leaf.Start + leftCount, leaf.Count - leftCount) { Sums = leaf.Sums - split.Left, Node = node + 1 };
        return (left, right);
    }

    private void FillGoesLeft(in Split split, FeatureBins bins)
    {
        Array.Clear(_goesLeft);
        if (split.LeftBins is null)
        {
            _goesLeft.AsSpan(0, split.LastLeftBin + 1).Fill(1);
        }
        else
        {
            foreach (byte bin in split.LeftBins)
            {
                _goesLeft[bin] = 1;
            }
        }

        _goesLeft[bins.MissingBin] = (byte)(split.MissingLeft ? 1 : 0);
    }

    private int AddSplit(TreeEnsembleBuilder builder, GrowingLeaf leaf, Split split, FeatureBins bins, int leftCount)
    {
        if (split.LeftBins is null)
        {
            // All values left, missing right: every number is at or below infinity.
            double threshold = split.LastLeftBin < bins.Cuts.Length ? bins.Cuts[split.LastLeftBin] : double.PositiveInfinity;
            return builder.SplitByThreshold(leaf.Node, split.Feature, threshold, split.MissingLeft, leftCount);
        }

        IEnumerable<int> codes = Enumerable.Range(0, bins.BinOfCode.Length).Where(code => _goesLeft[bins.BinOfCode[code]] == 1);
        return builder.SplitByCategory(leaf.Node, split.Feature, codes, split.MissingLeft, leftCount);
    }

    private void SumChildren(GrowingLeaf parent, GrowingLeaf left, GrowingLeaf right, long[] gradients)
    {
        (GrowingLeaf small, GrowingLeaf large) = left.Count <= right.Count ? (left, right) : (right, left);
        bool splitSmall = _finder.CanSplit(small.Sums);
        bool splitLarge = _finder.CanSplit(large.Sums);
        if (!splitSmall && !splitLarge)
        {
            Recycle(parent);
            return;
        }

        small.Histogram = NewHistogram();
        large.Histogram = parent.Histogram;
        parent.Histogram = null;
        var smallBests = new Split[_table.Chunks.Length];
        var largeBests = new Split[_table.Chunks.Length];
        ForGroups(small.Count, g =>
        {
            Sum(small, g, gradients);
            large.Histogram!.Subtract(small.Histogram, GroupStart(g), GroupEnd(g));
            smallBests[g] = splitSmall ? FindBest(small, g) : default;
            largeBests[g] = splitLarge ? FindBest(large, g) : default;
        });
        small.Best = BestOf(smallBests);
        large.Best = BestOf(largeBests);
        RecycleIfFinal(small);
        RecycleIfFinal(large);
    }

    private void Sum(GrowingLeaf leaf, int group, long[] gradients)
    {
        Histogram histogram = leaf.Histogram!;
        histogram.Clear(GroupStart(group), GroupEnd(group));
        int first = group * BinnedTable.ChunkWidth;
        int width = _table.WidthOf(group);
        for (int done = 0; done < leaf.Count; done += PackedGradients.MaxRows)
        {
            int count = Math.Min(PackedGradients.MaxRows, leaf.Count - done);
            ReadOnlySpan<int> rows = _partition.Rows(leaf.Start + done, count);
            HistogramKernel.Add(_table.Chunks[group], width, gradients, rows, _packed[group]);
            for (int j = 0; j < width; j++)
            {
                int start = _table.Offsets[first + j];
                int bins = _table.Offsets[first + j + 1] - start;
                HistogramKernel.Flush(_packed[group], j * HistogramKernel.Stride, histogram, start, bins, _useVectors);
            }
        }
    }

    private Split FindBest(GrowingLeaf leaf, int group)
    {
        Split best = default;
        int first = group * BinnedTable.ChunkWidth;
        for (int f = first; f < first + _table.WidthOf(group); f++)
        {
            if (!_mayAsk[f])
            {
                continue;
            }

            Split found = _finder.Find(leaf.Histogram!, _table.Bins[f], f, _table.Offsets[f], leaf.Sums);
            best = found.IsBetterThan(best) ? found : best;
        }

        return best;
    }

    private static Split BestOf(Split[] splits)
    {
        Split best = default;
        foreach (Split split in splits)
        {
            best = split.IsBetterThan(best) ? split : best;
        }

        return best;
    }

    private void Finish(List<GrowingLeaf> leaves, TreeEnsembleBuilder builder, float[] scores)
    {
        var values = new double[leaves.Count];
        for (int i = 0; i < values.Length; i++)
        {
            LeafSums sums = leaves[i].Sums;
            double hessian = (sums.Hessian / PackedGradients.HessianScale) + _options.L2 + 1e-12;
            values[i] = -(sums.Gradient / PackedGradients.GradientScale) / hessian * _options.LearningRate;
            builder.SetValue(leaves[i].Node, values[i]);
            Recycle(leaves[i]);
        }

        builder.EndTree();
        _crew.Run(values.Length, i =>
        {
            foreach (int row in _partition.Rows(leaves[i].Start, leaves[i].Count))
            {
                scores[row] += (float)values[i];
            }
        });
    }

    private void ForGroups(int rows, Action<int> group)
    {
        if ((long)rows * _table.FeatureCount >= ParallelUpdates)
        {
            _crew.Run(_table.Chunks.Length, group);
            return;
        }

        for (int g = 0; g < _table.Chunks.Length; g++)
        {
            group(g);
        }
    }

    private int GroupStart(int group) => _table.Offsets[group * BinnedTable.ChunkWidth];

    private int GroupEnd(int group) => _table.Offsets[(group * BinnedTable.ChunkWidth) + _table.WidthOf(group)];

    private Histogram NewHistogram() => _spare.TryPop(out Histogram? spare) ? spare : new Histogram(_table.Offsets[^1]);

    private void RecycleIfFinal(GrowingLeaf leaf)
    {
        if (leaf.Best.Gain <= 0)
        {
            Recycle(leaf);
        }
    }

    private void Recycle(GrowingLeaf leaf)
    {
        if (leaf.Histogram is not null)
        {
            _spare.Push(leaf.Histogram);
            leaf.Histogram = null;
        }
    }

    private sealed class GrowingLeaf(int start, int count)
    {
        public int Start { get; } = start;

        public int Count { get; } = count;

        public int Node { get; set; }

        public LeafSums Sums { get; set; }

        public Histogram? Histogram { get; set; }

        public Split Best { get; set; }
    }
}
