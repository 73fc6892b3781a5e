using Hamf.Pipeline.Features.Expressions;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>The state of one group: its keys, in the order of their last use.</summary>
internal sealed class GroupState(GroupPlan plan, int maxKeys)
{
    /// <summary>How many idle keys an event may clear away; one event adds at most one key, so they cannot pile up.</summary>
    private const int MaxCleared = 2;

    private readonly Dictionary<Key128, KeyState> _keys = [];
    private readonly WindowReader _reader = new(plan);
    private readonly long[] _entry = new long[plan.Width];
    private KeyState? _oldest;
    private KeyState? _newest;

    public GroupPlan Plan => plan;

    public int KeyCount => _keys.Count;

    /// <summary>Entries held, over all keys.</summary>
    public long EntryCount { get; private set; }

    /// <summary>The keys from the least to the most recently used.</summary>
    public IEnumerable<KeyState> KeysByUse()
    {
        for (KeyState? key = _oldest; key is not null; key = key.Newer)
        {
            yield return key;
        }
    }

    /// <summary>Puts the group's aggregates at the event into their slots; missing when a column of the key is.</summary>
    public void Read(Row row, long time, Scope scope)
    {
        if (!TryKeyOf(row, out Key128 key))
        {
            foreach (int slot in plan.Slots)
            {
                scope.Aggregates[slot] = double.NaN;
            }

            return;
        }

        _reader.Read(_keys.GetValueOrDefault(key), time, scope);
    }

    /// <summary>Adds the event; false when it is too late to be held.</summary>
    public bool Add(Row row, long time, ulong eventId, Scope scope)
    {
        if (!TryKeyOf(row, out Key128 id))
        {
            return true;
        }

        FillEntry(time, eventId, scope);
        if (_keys.TryGetValue(id, out KeyState? key))
        {
            int before = key.Count;
            if (!key.TryAdd(_entry))
            {
                return false;
            }

            EntryCount += key.Count - before;
            Unlink(key);
        }
        else
        {
            if (_keys.Count == maxKeys)
            {
                Remove(_oldest!);
            }

            key = new KeyState(plan, id);
            key.TryAdd(_entry);
            EntryCount++;
            _keys.Add(id, key);
        }

        LinkNewest(key);
        ClearIdle(time);
        return true;
    }

    /// <summary>Gives the event its label; false when the event is not held.</summary>
    public bool Label(Row row, long time, ulong eventId, long labelTime, Scope scope)
    {
        if (!TryKeyOf(row, out Key128 id) || !_keys.TryGetValue(id, out KeyState? key))
        {
            return false;
        }

        Cursor at = key.CountBefore(time);
        for (int b = at.Block, from = at.Index; b < key.BlockCount; b++, from = 0)
        {
            EntryBlock block = key.BlockAt(b);
            for (int i = from; i < block.Count; i++)
            {
                if (block.Times[i] != time)
                {
                    return false;
                }

                if (block.Cells(LabelCells.EventId)[i] == (long)eventId)
                {
                    SetLabel(key, b, i, labelTime, scope);
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Puts a key that was read from a file behind the others; false when it is there already.</summary>
    public bool Restore(KeyState key)
    {
        if (_keys.Count == maxKeys || !_keys.TryAdd(key.Key, key))
        {
            return false;
        }

        EntryCount += key.Count;
        LinkNewest(key);
        return true;
    }

    private void SetLabel(KeyState key, int blockIndex, int index, long labelTime, Scope scope)
    {
        EntryBlock block = key.BlockAt(blockIndex);
        long known = block.Cells(LabelCells.Time)[index];
        if (known != LabelCells.NotLabelled && known > labelTime)
        {
            return;
        }

        block.Cells(LabelCells.Time)[index] = labelTime;
        for (int c = 0; c < plan.Columns.Length; c++)
        {
            if (plan.Columns[c].ReadsLabel)
            {
                block.Cells(plan.HeaderWidth + c)[index] = plan.Columns[c].CellOf(scope);
            }
        }

        key.Hot?[blockIndex].Rebuild();
    }

    private void FillEntry(long time, ulong eventId, Scope scope)
    {
        _entry[0] = time;
        if (plan.ReadsLabel)
        {
            _entry[LabelCells.Time] = double.IsNaN(scope.Label) ? LabelCells.NotLabelled : LabelCells.WithEvent;
            _entry[LabelCells.EventId] = (long)eventId;
        }

        for (int c = 0; c < plan.Columns.Length; c++)
        {
            _entry[plan.HeaderWidth + c] = plan.Columns[c].CellOf(scope);
        }
    }

    private bool TryKeyOf(Row row, out Key128 key)
    {
        int[] by = plan.By;
        if (by.Length == 1 && row.KindOf(by[0]) == Models.Data.ColumnKind.Integer)
        {
            key = Key128.OfInteger(row.Integer(by[0]));
            return !row.IsMissing(by[0]);
        }

        var digest = new KeyDigest();
        foreach (int column in by)
        {
            if (row.IsMissing(column))
            {
                key = default;
                return false;
            }

            digest.Add(row, column);
        }

        key = digest.ToKey();
        return true;
    }

    /// <summary>
    /// Removes keys that no window can see any more, the longest unused first. Only few at a time, so that one event with a wrong time
    /// far ahead does not empty the state.
    /// </summary>
    private void ClearIdle(long time)
    {
        for (int i = 0; i < MaxCleared && _oldest!.NewestTime < time - plan.KeyRetentionMs; i++)
        {
            Remove(_oldest);
        }
    }

    private void Remove(KeyState key)
    {
        EntryCount -= key.Count;
        Unlink(key);
        _keys.Remove(key.Key);
    }

    private void LinkNewest(KeyState key)
    {
        key.Older = _newest;
        if (_newest is null)
        {
            _oldest = key;
        }
        else
        {
            _newest.Newer = key;
        }

        _newest = key;
    }

    private void Unlink(KeyState key)
    {
        if (key.Older is null)
        {
            _oldest = key.Newer;
        }
        else
        {
            key.Older.Newer = key.Newer;
        }

        if (key.Newer is null)
        {
            _newest = key.Older;
        }
        else
        {
            key.Newer.Older = key.Older;
        }

        key.Older = null;
        key.Newer = null;
    }
}
