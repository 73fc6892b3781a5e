using System.Runtime.Intrinsics;
using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Grows one tree at a time, dividing the leaf with the highest gain first, or level by level. Of two children the smaller is summed and the
/// larger is what remains of the parent. Not thread-safe; uses the crew inside.
/// </summary>
internal sealed class TreeGrower
{
    // Below this many updates waking another thread costs more than it saves.
    private const long ParallelUpdates = 100_000;

    // Rows whose scores are raised at a time: where few are positive, one leaf has most of all rows.
    private const int ScoreRows = 16_384;

    private readonly BinnedTable _table;
    private readonly CodeGroups _groups;
    private readonly GbdtOptions _options;
    private readonly MonotoneDirection?[]? _directions;
    private readonly WorkCrew _crew;
    private readonly HistogramBuilder _histograms;
    private readonly RowPartition _partition;
    private readonly RowPartition _rest;
    private readonly byte[] _goesLeft = new byte[256];
    private readonly FeatureSampler _features;
    private readonly bool _useVectors;
    private SplitRules _rules;
    private SplitFinder _finder;
    private bool[] _mayAsk = [];

    public TreeGrower(BinnedTable table, GbdtOptions options, MonotoneDirection?[]? directions, WorkCrew crew, bool useVectors)
    {
        _table = table;
        _groups = CodeGroups.Copy(table, crew);
        _options = options;
        _directions = directions;
        _crew = crew;
        _useVectors = useVectors && Vector512.IsHardwareAccelerated;
        _histograms = new HistogramBuilder(table, _groups, _useVectors);
        _partition = new RowPartition(table.RowCount);
        _rest = new RowPartition(options.SamplesRows ? table.RowCount : 0);
        _features = new FeatureSampler(options, table.FeatureCount);
        _rules = new SplitRules(options, new SumScales(1, 1, 1, 0), directions);
        _finder = new SplitFinder(_rules, _useVectors);
    }

    /// <summary>Gain of all splits per feature of the tree grown last.</summary>
    public double[] GainOf { get; private set; } = [];

    /// <summary>Grows a tree into <paramref name="builder"/> and adds its leaf values to the scores of all rows.</summary>
    /// <param name="gradients">Of all rows.</param>
    /// <param name="sample">The rows to grow on, or null for all.</param>
    /// <param name="builder">Receives the nodes; the tree is not ended.</param>
    /// <param name="scores">[rows], added to.</param>
    /// <returns>False when no split helps; the builder is unchanged then.</returns>
    public bool Grow(PackedGradients gradients, RowSample? sample, TreeEnsembleBuilder builder, float[] scores)
    {
        GainOf = new double[_table.FeatureCount];
        _rules = new SplitRules(_options, gradients.Scales, _directions);
        _finder = new SplitFinder(_rules, _useVectors);
        PlaceRows(sample);
        _mayAsk = _features.Draw();
        if (_partition.Count == 0)
        {
            return false;
        }

        GrowingLeaf root = SumRoot(gradients);
        if (root.Best.Gain <= 0)
        {
            _histograms.Return(root);
            return false;
        }

        root.Node = builder.AddLeaf(CoverOf(root.Sums));
        Finish(GrowLeaves(root, gradients, builder), builder, scores);
        return true;
    }

    private void PlaceRows(RowSample? sample)
    {
        if (sample is null)
        {
            _partition.Reset(_crew);
            _rest.Reset([]);
            return;
        }

        _partition.Reset(sample.Rows);
        _rest.Reset(sample.Rest);
    }

    private GrowingLeaf SumRoot(PackedGradients gradients)
    {
        var root = new GrowingLeaf(0, _partition.Count) { Histogram = _histograms.Take(), RestCount = _rest.Count };
        ForGroups(root.Count, g => _histograms.Sum(root.Histogram, g, gradients, RowsOf(root)));
        for (int bin = 0; bin < _table.Bins[0].Count; bin++)
        {
            root.Sums += root.Histogram.Bin(bin);
        }

        var bests = new Split[_groups.Count];
        ForGroups(root.Count, g => bests[g] = FindBest(root, g));
        root.Best = Split.BestOf(bests);
        return root;
    }

    private List<GrowingLeaf> GrowLeaves(GrowingLeaf root, PackedGradients gradients, TreeEnsembleBuilder builder)
    {
        bool byLevel = _options.Growth == TreeGrowth.DepthWise;
        var finished = new List<GrowingLeaf>();
        var open = new PriorityQueue<GrowingLeaf, (int Depth, double Gain, int Node)>();
        Keep(root);
        while (finished.Count + open.Count < _options.Leaves && open.TryDequeue(out GrowingLeaf? leaf, out _))
        {
            (GrowingLeaf left, GrowingLeaf right) = Divide(leaf, builder);
            if (finished.Count + open.Count + 2 < _options.Leaves)
            {
                SumChildren(leaf, left, right, gradients);
            }

            _histograms.Return(leaf);
            Keep(left);
            Keep(right);
        }

        finished.AddRange(open.UnorderedItems.Select(item => item.Element));
        return finished;

        void Keep(GrowingLeaf leaf)
        {
            if (leaf.Best.Gain > 0)
            {
                open.Enqueue(leaf, (byLevel ? leaf.Depth : 0, -leaf.Best.Gain, leaf.Node));
                return;
            }

            _histograms.Return(leaf);
            finished.Add(leaf);
        }
    }

    private (GrowingLeaf Left, GrowingLeaf Right) Divide(GrowingLeaf leaf, TreeEnsembleBuilder builder)
    {
        Split split = leaf.Best;
        SplitWriter.FillGoesLeft(split, _table.Bins[split.Feature], _goesLeft);
        byte[] codes = _table.Codes[split.Feature];
        int leftCount = _partition.Divide(leaf.Start, leaf.Count, codes, _goesLeft, _crew);
        int leftRest = leaf.RestCount == 0 ? 0 : _rest.Divide(leaf.RestStart, leaf.RestCount, codes, _goesLeft, _crew);
        int node = SplitWriter.Write(builder, leaf.Node, split, _table.Bins[split.Feature], _goesLeft, CoverOf(split.Left));
        GainOf[split.Feature] += split.Gain;
        LeafSums rightSums = leaf.Sums - split.Left;
        (ValueRange leftRange, ValueRange rightRange) = leaf.Range.Divide(
            _rules.DirectionOf(split.Feature),
            _rules.Formula.ValueOf(split.Left, leaf.Range),
            _rules.Formula.ValueOf(rightSums, leaf.Range));
        var left = new GrowingLeaf(leaf.Start, leftCount)
        {
            RestStart = leaf.RestStart,
            RestCount = leftRest,
            Depth = leaf.Depth + 1,
            Sums = split.Left,
            Node = node,
            Range = leftRange,
        };
        var right = new GrowingLeaf(leaf.Start + leftCount, leaf.Count - leftCount)
        {
            RestStart = leaf.RestStart + leftRest,
            RestCount = leaf.RestCount - leftRest,
            Depth = leaf.Depth + 1,
            Sums = rightSums,
            Node = node + 1,
            Range = rightRange,
        };
        return (left, right);
    }

    private void SumChildren(GrowingLeaf parent, GrowingLeaf left, GrowingLeaf right, PackedGradients gradients)
    {
        (GrowingLeaf small, GrowingLeaf large) = left.Count <= right.Count ? (left, right) : (right, left);
        bool splitSmall = _rules.CanSplit(small.Sums);
        bool splitLarge = _rules.CanSplit(large.Sums);
        if (!splitSmall && !splitLarge)
        {
            return;
        }

        small.Histogram = _histograms.Take();
        large.Histogram = parent.Histogram!;
        parent.Histogram = null;
        var smallBests = new Split[_groups.Count];
        var largeBests = new Split[_groups.Count];
        ForGroups(small.Count, g =>
        {
            _histograms.Sum(small.Histogram, g, gradients, RowsOf(small));
            large.Histogram.Subtract(small.Histogram, GroupStart(g), GroupStart(g + 1));
            smallBests[g] = splitSmall ? FindBest(small, g) : default;
            largeBests[g] = splitLarge ? FindBest(large, g) : default;
        });
        small.Best = Split.BestOf(smallBests);
        large.Best = Split.BestOf(largeBests);
    }

    private Split FindBest(GrowingLeaf leaf, int group)
    {
        Split best = default;
        for (int f = _groups.Starts[group]; f < _groups.Starts[group + 1]; f++)
        {
            if (_mayAsk[f])
            {
                Split found = _finder.Find(leaf.Histogram!, _table.Bins[f], f, _table.Offsets[f], leaf.Sums, leaf.Range);
                best = found.IsBetterThan(best) ? found : best;
            }
        }

        return best;
    }

    private void Finish(List<GrowingLeaf> leaves, TreeEnsembleBuilder builder, float[] scores)
    {
        var pieces = new List<(float Value, RowPartition Rows, int Start, int Count)>();
        foreach (GrowingLeaf leaf in leaves)
        {
            double value = _rules.Formula.ValueOf(leaf.Sums, leaf.Range) * _options.LearningRate;
            builder.SetValue(leaf.Node, value);
            AddPieces((float)value, _partition, leaf.Start, leaf.Count);
            AddPieces((float)value, _rest, leaf.RestStart, leaf.RestCount);
            _histograms.Return(leaf);
        }

        _crew.Run(pieces.Count, i => AddValue(pieces[i].Value, pieces[i].Rows.Rows(pieces[i].Start, pieces[i].Count), scores));

        void AddPieces(float value, RowPartition rows, int start, int count)
        {
            for (int done = 0; done < count; done += ScoreRows)
            {
                pieces.Add((value, rows, start + done, Math.Min(ScoreRows, count - done)));
            }
        }
    }

    private static void AddValue(float value, ReadOnlySpan<int> rows, float[] scores)
    {
        foreach (int row in rows)
        {
            scores[row] += value;
        }
    }

    private void ForGroups(int rows, Action<int> group)
    {
        if ((long)rows * _table.FeatureCount >= ParallelUpdates)
        {
            _crew.Run(_groups.Count, group);
            return;
        }

        for (int g = 0; g < _groups.Count; g++)
        {
            group(g);
        }
    }

    private ReadOnlySpan<int> RowsOf(GrowingLeaf leaf) => _partition.Rows(leaf.Start, leaf.Count);

    private double CoverOf(LeafSums sums) => sums.Rows / _rules.Scales.Rows;

    private int GroupStart(int group) => _table.Offsets[_groups.Starts[group]];
}
