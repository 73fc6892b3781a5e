namespace Hamf.Pipeline.Features.Windows;

/// <summary>What is held of one key: its entries, when it was first seen, and its place in the order of last use.</summary>
internal sealed class KeyState
{
    /// <summary>Most entries of one key; beyond it the oldest quarter is given up.</summary>
    public const int MaxEntries = 1_000_000;

    /// <summary>More entries than this are kept in blocks with summaries; up to here looking at each is as fast.</summary>
    public const int BusyCount = 128;

    private const int QuietCount = 48;

    private readonly GroupPlan _plan;
    private EntryBlock _few;
    private HotEntries? _many;

    public KeyState(GroupPlan plan, Key128 key)
    {
        _plan = plan;
        Key = key;
        _few = new EntryBlock(plan.Width);
        FirstSeen = plan.FirstSeen.Length == 0 ? [] : new long[plan.FirstSeen.Length];
    }

    public Key128 Key { get; }

    /// <summary>The key used just before this one.</summary>
    public KeyState? Older { get; set; }

    /// <summary>The key used just after this one.</summary>
    public KeyState? Newer { get; set; }

    /// <summary>Per "first seen" of the plan, the time of the first event since the key was last forgotten.</summary>
    public long[] FirstSeen { get; }

    /// <summary>Time of the newest entry that is not held any more; <see cref="long.MinValue"/> when all are.</summary>
    public long EvictedTime { get; set; } = long.MinValue;

    public int Count => _many?.Count ?? _few.Count;

    /// <summary>Time of the newest entry.</summary>
    public long NewestTime => _many is null ? _few.LastTime : _many[_many.BlockCount - 1].Entries.LastTime;

    public int BlockCount => _many?.BlockCount ?? 1;

    /// <summary>Blocks with summaries, or null for a key with few entries.</summary>
    public HotEntries? Hot => _many;

    public EntryBlock BlockAt(int index) => _many is null ? _few : _many[index].Entries;

    /// <summary>The place before the first entry at or after <paramref name="time"/>.</summary>
    public Cursor CountBefore(long time) => _many?.CountBefore(time) ?? new Cursor(0, _few.CountBefore(time));

    /// <summary>True when no entry follows.</summary>
    public bool IsEnd(Cursor cursor) => cursor.Block == BlockCount - 1 && cursor.Index == BlockAt(cursor.Block).Count;

    /// <summary>Time of the last entry before the cursor, or of the newest that is not held any more.</summary>
    public long TimeBefore(Cursor cursor)
    {
        if (cursor.Index > 0)
        {
            return BlockAt(cursor.Block).Times[cursor.Index - 1];
        }

        return cursor.Block > 0 ? BlockAt(cursor.Block - 1).LastTime : EvictedTime;
    }

    /// <summary>Adds an entry behind those of the same time and lets go of what is too old. An event that is too late is refused.</summary>
    public bool TryAdd(ReadOnlySpan<long> entry)
    {
        long time = entry[0];
        long newest = Count == 0 ? long.MinValue : NewestTime;
        if (Count > 0 && time < newest - _plan.RetentionMs)
        {
            return false;
        }

        NoteFirstSeen(time, newest);
        if (_many is not null)
        {
            _many.Insert(time >= newest ? new Cursor(BlockCount - 1, BlockAt(BlockCount - 1).Count) : CountBefore(time + 1), entry);
        }
        else
        {
            _few.Insert(time >= newest ? _few.Count : _few.CountBefore(time + 1), entry);
        }

        Shrink(Math.Max(time, newest) - _plan.RetentionMs);
        return true;
    }

    /// <summary>Puts an entry at the end, as it is; for a state that is read from a file.</summary>
    public void Restore(ReadOnlySpan<long> entry)
    {
        if (_many is null)
        {
            _few.Append(entry);
            ChangeForm();
        }
        else
        {
            _many.Insert(new Cursor(BlockCount - 1, BlockAt(BlockCount - 1).Count), entry);
        }
    }

    private void NoteFirstSeen(long time, long newest)
    {
        for (int i = 0; i < FirstSeen.Length; i++)
        {
            if (newest == long.MinValue || time - newest > _plan.FirstSeen[i].SpanMs || time < FirstSeen[i])
            {
                FirstSeen[i] = time;
            }
        }
    }

    private void Shrink(long oldest)
    {
        while (BlockAt(0).FirstTime < oldest)
        {
            EntryBlock first = BlockAt(0);
            RemoveFirst(first.CountBefore(oldest));
        }

        if (Count > MaxEntries)
        {
            RemoveFirst(Count - (MaxEntries / 4 * 3));
        }

        ChangeForm();
    }

    private void RemoveFirst(int count)
    {
        if (_many is not null)
        {
            EvictedTime = Math.Max(EvictedTime, _many.RemoveFirst(count));
            return;
        }

        EvictedTime = Math.Max(EvictedTime, _few.Times[count - 1]);
        _few.RemoveFirst(count);
    }

    private void ChangeForm()
    {
        if (_many is null && _few.Count > BusyCount)
        {
            _many = new HotEntries(_plan, _few);
            _few = new EntryBlock(_plan.Width);
        }
        else if (_many is not null && _many.Count < QuietCount)
        {
            _few = _many.ToBlock();
            _many = null;
        }
    }
}
