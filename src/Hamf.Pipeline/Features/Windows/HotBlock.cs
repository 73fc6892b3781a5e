namespace Hamf.Pipeline.Features.Windows;

/// <summary>A run of entries of a busy key with what is known of it as a whole, so that a window reads it without looking inside.</summary>
internal sealed class HotBlock(GroupPlan plan)
{
    /// <summary>Most entries of a block: for 100,000 entries in a window, the blocks and the entries at its edges cost about the same.</summary>
    public const int MaxCount = 256;

    private readonly Summary[] _summaries = new Summary[plan.Columns.Length];

    // The latest label time among the entries, "not labelled" aside: the summaries hold from then on.
    private long _labelledAt = long.MinValue;
    private bool _isWhole = true;

    /// <summary>The entries; behind the plan's cells there is one flag per tracked column: 1 on the last entry with that value.</summary>
    public EntryBlock Entries { get; } = new(plan.Width + plan.TrackedColumns.Length);

    /// <summary>How many flags are set, per tracked column.</summary>
    public int[] FlagCounts { get; } = new int[plan.TrackedColumns.Length];

    /// <summary>True when the summary of a column is what a reader at <paramref name="time"/> sees.</summary>
    public bool HasSummary(int column, long time) =>
        _isWhole && (!plan.Columns[column].ReadsLabel || _labelledAt <= time);

    public ref readonly Summary SummaryOf(int column) => ref _summaries[column];

    /// <summary>Inserts an entry and brings everything up to date.</summary>
    public void Insert(int index, ReadOnlySpan<long> entry)
    {
        Entries.Insert(index, entry);
        if (Entries.Count == 1)
        {
            Rebuild();
            return;
        }

        Include(entry);
    }

    /// <summary>Recomputes the summaries after entries were changed or moved away.</summary>
    public void Rebuild()
    {
        Array.Fill(_summaries, Summary.Empty);
        Array.Clear(FlagCounts);
        _labelledAt = long.MinValue;
        _isWhole = true;
        Span<long> entry = stackalloc long[plan.Width + plan.TrackedColumns.Length];
        for (int i = 0; i < Entries.Count; i++)
        {
            Entries.CopyTo(i, entry);
            Include(entry);
        }
    }

    /// <summary>Removes entries at the front. The rest is read entry by entry: a block at the front shrinks with every event.</summary>
    public void RemoveFirst(int count)
    {
        for (int k = 0; k < FlagCounts.Length; k++)
        {
            foreach (long flag in Entries.Cells(plan.Width + k)[..count])
            {
                FlagCounts[k] -= (int)flag;
            }
        }

        Entries.RemoveFirst(count);
        _isWhole = false;
    }

    private void Include(ReadOnlySpan<long> entry)
    {
        for (int c = 0; c < _summaries.Length; c++)
        {
            double value = BitConverter.Int64BitsToDouble(entry[plan.HeaderWidth + c]);
            if (!plan.Columns[c].IsIdentity && !double.IsNaN(value))
            {
                _summaries[c].Add(value, plan.SummaryNeeds[c]);
            }
        }

        for (int k = 0; k < FlagCounts.Length; k++)
        {
            FlagCounts[k] += (int)entry[plan.Width + k];
        }

        if (plan.ReadsLabel && entry[LabelCells.Time] != LabelCells.NotLabelled)
        {
            _labelledAt = Math.Max(_labelledAt, entry[LabelCells.Time]);
        }
    }
}
