using Hamf.Pipeline.Features.Expressions;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>Computes the aggregates of one group for one key at one time and changes nothing of the key.</summary>
internal sealed class WindowReader(GroupPlan plan)
{
    private readonly DistinctSet _distinct = new();

    /// <summary>Puts the value of every aggregate of the group into its slot.</summary>
    /// <param name="key">The key's state, or null when nothing is held of it.</param>
    /// <param name="time">Time of the event that asks.</param>
    /// <param name="scope">The event, and the slots.</param>
    public void Read(KeyState? key, long time, Scope scope)
    {
        double[] slots = scope.Aggregates;
        foreach (Ladder ladder in plan.Ladders)
        {
            ReadLadder(ladder, key, time, slots);
        }

        foreach (Ladder ladder in plan.DistinctLadders)
        {
            ReadDistinct(ladder, key, time, slots);
        }

        foreach ((int column, Aggregate aggregate) in plan.SeenBefore)
        {
            slots[aggregate.Slot] = ReadSeenBefore(column, aggregate, key, time, scope);
        }

        foreach (Aggregate aggregate in plan.SinceLast)
        {
            slots[aggregate.Slot] = ReadSinceLast(aggregate, key, time);
        }

        for (int i = 0; i < plan.FirstSeen.Length; i++)
        {
            slots[plan.FirstSeen[i].Slot] = ReadFirstSeen(i, key, time);
        }
    }

    private void ReadLadder(Ladder ladder, KeyState? key, long time, double[] slots)
    {
        Summary summary = Summary.Empty;
        Cursor end = key?.CountBefore(time - ladder.DelayMs + 1) ?? default;
        foreach (LadderStep step in ladder.Steps)
        {
            if (key is not null)
            {
                Cursor start = key.CountBefore(time - step.SpanMs);
                AddRange(ref summary, key, start, end, ladder.Column, time);
                end = start;
            }

            foreach (Aggregate aggregate in step.Aggregates)
            {
                slots[aggregate.Slot] = summary.ValueOf(aggregate.Kind);
            }
        }
    }

    private void AddRange(ref Summary summary, KeyState key, Cursor start, Cursor end, int column, long time)
    {
        for (int b = start.Block; b <= end.Block; b++)
        {
            EntryBlock block = key.BlockAt(b);
            int from = b == start.Block ? start.Index : 0;
            int to = b == end.Block ? end.Index : block.Count;
            if (column < 0)
            {
                summary.Count += to - from;
            }
            else if (key.Hot is { } hot && from == 0 && to == block.Count && hot[b].HasSummary(column, time))
            {
                summary.Add(hot[b].SummaryOf(column), plan.SummaryNeeds[column]);
            }
            else
            {
                AddEntries(ref summary, block, from, to, column, time);
            }
        }
    }

    private void AddEntries(ref Summary summary, EntryBlock block, int from, int to, int column, long time)
    {
        ReadOnlySpan<long> cells = block.Cells(plan.HeaderWidth + column)[from..to];
        SummaryParts parts = plan.SummaryNeeds[column];
        if (!plan.Columns[column].ReadsLabel)
        {
            for (; cells.Length > ExactSum.MaxRun; cells = cells[ExactSum.MaxRun..])
            {
                summary.AddAll(cells[..ExactSum.MaxRun], parts);
            }

            summary.AddAll(cells, parts);
            return;
        }

        ReadOnlySpan<long> labelTimes = block.Cells(LabelCells.Time)[from..to];
        for (int i = 0; i < cells.Length; i++)
        {
            double value = BitConverter.Int64BitsToDouble(cells[i]);
            if (!double.IsNaN(value) && labelTimes[i] <= time)
            {
                summary.Add(value, parts);
            }
        }
    }

    private void ReadDistinct(Ladder ladder, KeyState? key, long time, double[] slots)
    {
        _distinct.Clear();
        int flagged = 0;
        Cursor end = key?.CountBefore(time - ladder.DelayMs + 1) ?? default;
        int tracked = Array.IndexOf(plan.TrackedColumns, ladder.Column);

        // Up to the newest entry every value is counted where it was seen last; a window that ends earlier has to look at all.
        bool byFlags = key?.Hot is not null && tracked >= 0 && key.IsEnd(end);
        foreach (LadderStep step in ladder.Steps)
        {
            if (key is not null)
            {
                Cursor start = key.CountBefore(time - step.SpanMs);
                if (byFlags)
                {
                    flagged += CountFlags(key.Hot!, start, end, tracked);
                }
                else
                {
                    Collect(key, start, end, ladder.Column, time);
                }

                end = start;
            }

            foreach (Aggregate aggregate in step.Aggregates)
            {
                slots[aggregate.Slot] = byFlags ? flagged : _distinct.Count;
            }
        }
    }

    private int CountFlags(HotEntries hot, Cursor start, Cursor end, int tracked)
    {
        int count = 0;
        for (int b = start.Block; b <= end.Block; b++)
        {
            HotBlock block = hot[b];
            int from = b == start.Block ? start.Index : 0;
            int to = b == end.Block ? end.Index : block.Entries.Count;
            if (from == 0 && to == block.Entries.Count)
            {
                count += block.FlagCounts[tracked];
                continue;
            }

            foreach (long flag in block.Entries.Cells(plan.Width + tracked)[from..to])
            {
                count += (int)flag;
            }
        }

        return count;
    }

    private void Collect(KeyState key, Cursor start, Cursor end, int column, long time)
    {
        bool readsLabel = plan.Columns[column].ReadsLabel;
        for (int b = start.Block; b <= end.Block; b++)
        {
            EntryBlock block = key.BlockAt(b);
            ReadOnlySpan<long> cells = block.Cells(plan.HeaderWidth + column);
            ReadOnlySpan<long> labelTimes = readsLabel ? block.Cells(LabelCells.Time) : default;
            int to = b == end.Block ? end.Index : block.Count;
            for (int i = b == start.Block ? start.Index : 0; i < to; i++)
            {
                if (cells[i] != Node.MissingIdentity && (!readsLabel || labelTimes[i] <= time))
                {
                    _distinct.Add(cells[i]);
                }
            }
        }
    }

    private double ReadSeenBefore(int column, Aggregate aggregate, KeyState? key, long time, Scope scope)
    {
        long value = aggregate.Argument!.Identity(scope);
        if (value == Node.MissingIdentity)
        {
            return double.NaN;
        }

        if (key is null)
        {
            return 0;
        }

        int tracked = key.Hot is null ? -1 : Array.IndexOf(plan.TrackedColumns, column);
        if (tracked >= 0)
        {
            if (!key.Hot!.TryGetLastTime(tracked, value, out long last))
            {
                return 0;
            }

            if (last <= time - aggregate.DelayMs)
            {
                return last >= time - aggregate.SpanMs ? 1 : 0;
            }
        }

        Cursor start = key.CountBefore(time - aggregate.SpanMs);
        return Contains(key, start, key.CountBefore(time - aggregate.DelayMs + 1), column, value, time) ? 1 : 0;
    }

    private bool Contains(KeyState key, Cursor start, Cursor end, int column, long value, long time)
    {
        for (int b = start.Block; b <= end.Block; b++)
        {
            EntryBlock block = key.BlockAt(b);
            int to = b == end.Block ? end.Index : block.Count;
            int from = b == start.Block ? start.Index : 0;
            ReadOnlySpan<long> cells = block.Cells(plan.HeaderWidth + column)[from..to];
            if (!plan.Columns[column].ReadsLabel)
            {
                if (cells.Contains(value))
                {
                    return true;
                }

                continue;
            }

            ReadOnlySpan<long> labelTimes = block.Cells(LabelCells.Time)[from..to];
            for (int i = 0; i < cells.Length; i++)
            {
                if (cells[i] == value && labelTimes[i] <= time)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static double ReadSinceLast(Aggregate aggregate, KeyState? key, long time)
    {
        long last = key?.TimeBefore(key.CountBefore(time + 1)) ?? long.MinValue;
        return last == long.MinValue || last > time || time - last > aggregate.SpanMs ? double.NaN : (time - last) / 1000.0;
    }

    private double ReadFirstSeen(int index, KeyState? key, long time)
    {
        if (key is null || time - key.NewestTime > plan.FirstSeen[index].SpanMs)
        {
            return double.NaN;
        }

        long first = key.FirstSeen[index];
        return first > time ? double.NaN : (time - first) / 1000.0;
    }
}
