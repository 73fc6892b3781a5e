using Hamf.Models.Trees.Binning;

namespace Hamf.Models.Trees.Growing;

/// <summary>Sums rows into histograms group by group, and keeps histograms for further use. Groups may be summed in parallel.</summary>
internal sealed class HistogramBuilder
{
    private readonly BinnedTable _table;
    private readonly CodeGroups _groups;
    private readonly Stack<Histogram> _spare = new();
    private readonly long[][] _packed;
    private readonly bool _useVectors;

    public HistogramBuilder(BinnedTable table, CodeGroups groups, bool useVectors)
    {
        _table = table;
        _groups = groups;
        _useVectors = useVectors;
        _packed = new long[groups.Count][];
        for (int g = 0; g < _packed.Length; g++)
        {
            _packed[g] = new long[groups.WidthOf(g) * HistogramKernel.Stride];
        }
    }

    /// <summary>A histogram with anything in it.</summary>
    public Histogram Take() => _spare.TryPop(out Histogram? spare) ? spare : new Histogram(_table.Offsets[^1]);

    /// <summary>Takes the leaf's histogram back, if it has one.</summary>
    public void Return(GrowingLeaf leaf)
    {
        if (leaf.Histogram is not null)
        {
            _spare.Push(leaf.Histogram);
            leaf.Histogram = null;
        }
    }

    /// <summary>Fills the group's part of a histogram.</summary>
    /// <param name="histogram">Receives the sums.</param>
    /// <param name="group">The group of features.</param>
    /// <param name="gradients">What the rows add.</param>
    /// <param name="rows">Rising, not empty.</param>
    public void Sum(Histogram histogram, int group, PackedGradients gradients, ReadOnlySpan<int> rows)
    {
        // Fields can only overflow where more rows fall into one bin than words may be added.
        int most = _groups.MostRowsOf(group) <= WordLayout.MaxRows ? rows.Length : WordLayout.MaxRows;
        for (int done = 0; done < rows.Length; done += most)
        {
            Add(group, gradients.Words, rows[done..], Math.Min(most, rows.Length - done));
            for (int f = _groups.Starts[group]; f < _groups.Starts[group + 1]; f++)
            {
                int bins = _table.Offsets[f + 1] - _table.Offsets[f];
                HistogramKernel.Flush(
                    _packed[group], PackedStart(group, f), gradients.Layout, histogram, _table.Offsets[f], bins, done == 0, _useVectors);
            }
        }

        if (gradients.Counts is not null)
        {
            Add(group, gradients.Counts, rows, rows.Length);
            for (int f = _groups.Starts[group]; f < _groups.Starts[group + 1]; f++)
            {
                Span<long> counts = _packed[group].AsSpan(PackedStart(group, f), _table.Offsets[f + 1] - _table.Offsets[f]);
                counts.CopyTo(histogram.Rows.AsSpan(_table.Offsets[f]));
                counts.Clear();
            }
        }
    }

    private void Add(int group, long[] words, ReadOnlySpan<int> rows, int count) =>
        HistogramKernel.Add(_groups.CodesOf(group), _groups.RowSizeOf(group), _groups.WidthOf(group), words, rows, count, _packed[group]);

    private int PackedStart(int group, int feature) => (feature - _groups.Starts[group]) * HistogramKernel.Stride;
}
