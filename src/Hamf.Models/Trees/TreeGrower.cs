using System.Runtime.Intrinsics;

namespace Hamf.Models.Trees;

/// <summary>
/// Grows one tree at a time, leaf-wise: the leaf with the best split is divided until there are enough leaves. Only the smaller child of a split
/// is summed up; the larger is its parent less the smaller. Not thread-safe; uses threads inside.
/// </summary>
internal sealed class TreeGrower
{
    private readonly BinnedTable _table;
    private readonly GbdtOptions _options;
    private readonly ParallelOptions _parallel;
    private readonly SplitFinder _finder;
    private readonly int[] _rows;
    private readonly int[] _spare;
    private readonly Vector128<long>[] _ordered;
    private readonly HistogramCell[][] _histograms;
    private readonly Split[] _smallBest;
    private readonly Split[] _largeBest;
    private readonly List<GrowingLeaf> _leaves = [];

    public TreeGrower(BinnedTable table, GbdtOptions options, ParallelOptions parallel)
    {
        _table = table;
        _options = options;
        _parallel = parallel;
        _finder = new SplitFinder(options);
        _rows = new int[table.RowCount];
        _spare = new int[table.RowCount];
        _ordered = new Vector128<long>[table.RowCount];
        int features = table.Columns.Length;
        _histograms = new HistogramCell[options.Leaves][];
        _smallBest = new Split[features];
        _largeBest = new Split[features];
    }

    /// <summary>The leaves of the tree grown last.</summary>
    public IReadOnlyList<GrowingLeaf> Leaves => _leaves;

    /// <summary>The rows of a leaf.</summary>
    public ReadOnlySpan<int> RowsOf(in GrowingLeaf leaf) => _rows.AsSpan(leaf.Start, leaf.RowCount);

    /// <summary>Grows a tree on the given pairs, one per row.</summary>
    public void Grow(Vector128<long>[] pairs, TreeEnsembleBuilder into)
    {
        for (int i = 0; i < _rows.Length; i++)
        {
            _rows[i] = i;
        }

        _leaves.Clear();
        _leaves.Add(Root(pairs, into));
        while (_leaves.Count < _options.Leaves)
        {
            int chosen = 0;
            for (int i = 1; i < _leaves.Count; i++)
            {
                chosen = _leaves[i].Best.Gain > _leaves[chosen].Best.Gain ? i : chosen;
            }

            if (_leaves[chosen].Best.Gain <= 0)
            {
                return;
            }

            Divide(chosen, pairs, into);
        }
    }

    private GrowingLeaf Root(Vector128<long>[] pairs, TreeEnsembleBuilder into)
    {
        HistogramCell[] histogram = HistogramOf(0);
        Parallel.For(0, _table.Columns.Length, _parallel, f =>
            HistogramBuilder.Build(_table.Columns[f], _rows, pairs, Slice(histogram, f)));
        HistogramCell sum = default;
        foreach (HistogramCell cell in Slice(histogram, 0))
        {
            sum.Add(cell);
        }

        Parallel.For(0, _table.Columns.Length, _parallel, f =>
            _smallBest[f] = _finder.Find(f, _table.Bins[f], Slice(histogram, f), sum));
        return new GrowingLeaf(into.BeginTree(_rows.Length), 0, _rows.Length, 0, sum, BestOf(_smallBest));
    }

    private void Divide(int index, Vector128<long>[] pairs, TreeEnsembleBuilder into)
    {
        GrowingLeaf parent = _leaves[index];
        Split split = parent.Best;
        HistogramCell right = parent.Sum - split.Left;
        int leftCount = (int)split.Left.Count;
        bool missingLeft = split.LeftBins is null && MissingGoesLeft(parent, split, right);
        Partition(parent, split, missingLeft, leftCount);
        double threshold = split.LeftBins is null ? _table.Bins[split.Feature].UpperBound(split.Bin) : 0;
        int leftNode = into.SplitLeaf(parent.Node, split, threshold, missingLeft, leftCount, parent.RowCount - leftCount);

        // The larger child takes over the parent's histogram.
        bool leftIsSmall = leftCount <= parent.RowCount - leftCount;
        int freshSlot = _leaves.Count;
        var leftLeaf = new GrowingLeaf(leftNode, parent.Start, leftCount, leftIsSmall ? freshSlot : parent.Slot, split.Left, default);
        var rightLeaf = new GrowingLeaf(
            leftNode + 1, parent.Start + leftCount, parent.RowCount - leftCount, leftIsSmall ? parent.Slot : freshSlot, right, default);
        if (_leaves.Count + 1 < _options.Leaves)
        {
            (GrowingLeaf small, GrowingLeaf large) = leftIsSmall ? (leftLeaf, rightLeaf) : (rightLeaf, leftLeaf);
            Search(small, large, pairs);
            leftLeaf = leftLeaf with { Best = BestOf(leftIsSmall ? _smallBest : _largeBest) };
            rightLeaf = rightLeaf with { Best = BestOf(leftIsSmall ? _largeBest : _smallBest) };
        }

        _leaves[index] = leftLeaf;
        _leaves.Add(rightLeaf);
    }

    // Where no missing value was seen in training, it goes with the crowd.
    private bool MissingGoesLeft(in GrowingLeaf parent, in Split split, in HistogramCell right) =>
        Slice(HistogramOf(parent.Slot), split.Feature)[FeatureBins.MissingBin].Count > 0
            ? split.MissingLeft
            : split.Left.Count >= right.Count;

    private void Search(GrowingLeaf small, GrowingLeaf large, Vector128<long>[] pairs)
    {
        HistogramCell[] smallHistogram = HistogramOf(small.Slot);
        HistogramCell[] largeHistogram = HistogramOf(large.Slot);
        ReadOnlySpan<int> rows = RowsOf(small);
        for (int i = 0; i < rows.Length; i++)
        {
            _ordered[i] = pairs[rows[i]];
        }

        Parallel.For(0, _table.Columns.Length, _parallel, f =>
        {
            Span<HistogramCell> smallCells = Slice(smallHistogram, f);
            Span<HistogramCell> largeCells = Slice(largeHistogram, f);
            HistogramBuilder.Build(_table.Columns[f], RowsOf(small), _ordered.AsSpan(0, small.RowCount), smallCells);
            for (int bin = 0; bin < HistogramBuilder.Cells; bin++)
            {
                largeCells[bin] -= smallCells[bin];
            }

            _smallBest[f] = _finder.Find(f, _table.Bins[f], smallCells, small.Sum);
            _largeBest[f] = _finder.Find(f, _table.Bins[f], largeCells, large.Sum);
        });
    }

    // Keeps the order of rows on both sides, so that memory is read forwards.
    private void Partition(in GrowingLeaf leaf, in Split split, bool missingLeft, int leftCount)
    {
        Span<bool> goesLeft = stackalloc bool[HistogramBuilder.Cells];
        for (int bin = 0; bin < goesLeft.Length; bin++)
        {
            goesLeft[bin] = split.LeftBins is { } bins ? bins.Contains(bin) : bin == FeatureBins.MissingBin ? missingLeft : bin <= split.Bin;
        }

        byte[] column = _table.Columns[split.Feature];
        Span<int> rows = _rows.AsSpan(leaf.Start, leaf.RowCount);
        Span<int> right = _spare.AsSpan(0, leaf.RowCount);
        int leftAt = 0;
        int rightAt = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            int row = rows[i];
            bool isLeft = goesLeft[column[row]];
            rows[leftAt] = row;
            right[rightAt] = row;
            leftAt += isLeft ? 1 : 0;
            rightAt += isLeft ? 0 : 1;
        }

        System.Diagnostics.Debug.Assert(leftAt == leftCount, "A split's count must be the number of rows it sends left.");
        right[..rightAt].CopyTo(rows[leftAt..]);
    }

    private HistogramCell[] HistogramOf(int slot) =>
        _histograms[slot] ??= new HistogramCell[_table.Columns.Length * HistogramBuilder.Cells];

    private static Span<HistogramCell> Slice(HistogramCell[] histogram, int feature) =>
        histogram.AsSpan(feature * HistogramBuilder.Cells, HistogramBuilder.Cells);

    private static Split BestOf(Split[] perFeature)
    {
        Split best = default;
        foreach (ref readonly Split split in perFeature.AsSpan())
        {
            best = split.Beats(best) ? split : best;
        }

        return best;
    }
}

/// <summary>A leaf of a growing tree.</summary>
/// <param name="Node">Its node in the ensemble.</param>
/// <param name="Start">Where its rows begin.</param>
/// <param name="RowCount">How many rows it has.</param>
/// <param name="Slot">Where its histogram is.</param>
/// <param name="Sum">What its rows sum up to.</param>
/// <param name="Best">Its best split.</param>
internal readonly record struct GrowingLeaf(int Node, int Start, int RowCount, int Slot, HistogramCell Sum, Split Best);
