namespace Hamf.Pipeline.Features.Windows;

/// <summary>
/// The entries of a busy key in blocks, and where each tracked value was seen last. A read costs about the number of blocks plus one
/// block, whatever the window holds.
/// </summary>
internal sealed class HotEntries
{
    private readonly GroupPlan _plan;
    private readonly List<HotBlock> _blocks = [];
    private readonly Dictionary<long, long>[] _lastTimes;

    public HotEntries(GroupPlan plan, EntryBlock entries)
    {
        _plan = plan;
        _lastTimes = plan.TrackedColumns.Select(_ => new Dictionary<long, long>()).ToArray();
        var entry = new long[plan.Width];
        for (int i = 0; i < entries.Count; i++)
        {
            entries.CopyTo(i, entry);
            Insert(new Cursor(_blocks.Count - 1, _blocks.Count == 0 ? 0 : _blocks[^1].Entries.Count), entry);
        }
    }

    public int Count { get; private set; }

    public int BlockCount => _blocks.Count;

    public HotBlock this[int index] => _blocks[index];

    /// <summary>When the value of a tracked column was seen last.</summary>
    public bool TryGetLastTime(int tracked, long value, out long time) => _lastTimes[tracked].TryGetValue(value, out time);

    public Cursor CountBefore(long time)
    {
        int low = 0;
        int high = _blocks.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_blocks[middle].Entries.LastTime < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low == _blocks.Count
            ? new Cursor(low - 1, _blocks[^1].Entries.Count)
            : new Cursor(low, _blocks[low].Entries.CountBefore(time));
    }

    /// <summary>Inserts an entry (without flags) at the cursor.</summary>
    public void Insert(Cursor at, ReadOnlySpan<long> entry)
    {
        Span<long> flagged = stackalloc long[entry.Length + _lastTimes.Length];
        entry.CopyTo(flagged);
        for (int k = 0; k < _lastTimes.Length; k++)
        {
            flagged[entry.Length + k] = Track(k, entry[_plan.HeaderWidth + _plan.TrackedColumns[k]], entry[0]);
        }

        at = MakeRoom(at);
        _blocks[at.Block].Insert(at.Index, flagged);
        Count++;
    }

    /// <summary>Removes entries at the front and gives the time of the last of them.</summary>
    public long RemoveFirst(int count)
    {
        long last = long.MinValue;
        Count -= count;
        while (count > 0)
        {
            HotBlock block = _blocks[0];
            int here = Math.Min(count, block.Entries.Count);
            last = block.Entries.Times[here - 1];
            Forget(block.Entries, here);
            if (here == block.Entries.Count)
            {
                _blocks.RemoveAt(0);
            }
            else
            {
                block.RemoveFirst(here);
            }

            count -= here;
        }

        return last;
    }

    /// <summary>The entries in one block, for a key that is not busy any more.</summary>
    public EntryBlock ToBlock()
    {
        var all = new EntryBlock(_plan.Width);
        var entry = new long[_plan.Width + _lastTimes.Length];
        foreach (HotBlock block in _blocks)
        {
            for (int i = 0; i < block.Entries.Count; i++)
            {
                block.Entries.CopyTo(i, entry);
                all.Append(entry.AsSpan(0, _plan.Width));
            }
        }

        return all;
    }

    /// <summary>Notes a value at a time; 1 when it is now the last of its kind.</summary>
    private long Track(int tracked, long value, long time)
    {
        if (value == Expressions.Node.MissingIdentity)
        {
            return 0;
        }

        if (_lastTimes[tracked].TryGetValue(value, out long last))
        {
            if (last > time)
            {
                return 0;
            }

            ClearFlag(tracked, value, last);
        }

        _lastTimes[tracked][value] = time;
        return 1;
    }

    private void ClearFlag(int tracked, long value, long time)
    {
        int column = _plan.HeaderWidth + _plan.TrackedColumns[tracked];
        Cursor at = CountBefore(time);
        for (int b = at.Block, from = at.Index; b < _blocks.Count; b++, from = 0)
        {
            EntryBlock entries = _blocks[b].Entries;
            Span<long> flags = entries.Cells(_plan.Width + tracked);
            for (int i = from; i < entries.Count; i++)
            {
                if (flags[i] == 1 && entries.Cells(column)[i] == value)
                {
                    flags[i] = 0;
                    _blocks[b].FlagCounts[tracked]--;
                    return;
                }
            }
        }
    }

    private void Forget(EntryBlock entries, int count)
    {
        for (int k = 0; k < _lastTimes.Length; k++)
        {
            Span<long> flags = entries.Cells(_plan.Width + k);
            Span<long> values = entries.Cells(_plan.HeaderWidth + _plan.TrackedColumns[k]);
            for (int i = 0; i < count; i++)
            {
                if (flags[i] == 1)
                {
                    _lastTimes[k].Remove(values[i]);
                }
            }
        }
    }

    /// <summary>Adds a block at the end or splits a full one; gives the place that the cursor now means.</summary>
    private Cursor MakeRoom(Cursor at)
    {
        if (_blocks.Count == 0 || (at.Block == _blocks.Count - 1 && at.Index == HotBlock.MaxCount))
        {
            _blocks.Add(new HotBlock(_plan));
            return new Cursor(_blocks.Count - 1, 0);
        }

        HotBlock block = _blocks[at.Block];
        if (block.Entries.Count < HotBlock.MaxCount)
        {
            return at;
        }

        int half = block.Entries.Count / 2;
        var second = new HotBlock(_plan);
        var entry = new long[_plan.Width + _lastTimes.Length];
        for (int i = half; i < block.Entries.Count; i++)
        {
            block.Entries.CopyTo(i, entry);
            second.Entries.Append(entry);
        }

        block.Entries.RemoveLast(block.Entries.Count - half);
        block.Rebuild();
        second.Rebuild();
        _blocks.Insert(at.Block + 1, second);
        return at.Index <= half ? at : new Cursor(at.Block + 1, at.Index - half);
    }
}
