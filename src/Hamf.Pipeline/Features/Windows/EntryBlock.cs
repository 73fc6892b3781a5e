namespace Hamf.Pipeline.Features.Windows;

/// <summary>
/// Entries in the order (time, arrival), column by column in one array: times first, then the other cells. Appending at the end and
/// removing at the front are cheap; inserting moves what follows.
/// </summary>
internal sealed class EntryBlock(int width)
{
    private long[] _cells = [];
    private int _capacity;
    private int _start;

    /// <summary>Number of entries.</summary>
    public int Count { get; private set; }

    /// <summary>The times, ascending.</summary>
    public ReadOnlySpan<long> Times => Cells(0);

    public long FirstTime => _cells[_start];

    public long LastTime => _cells[_start + Count - 1];

    /// <summary>One cell of every entry.</summary>
    public Span<long> Cells(int column) => _cells.AsSpan((column * _capacity) + _start, Count);

    /// <summary>Number of entries before <paramref name="time"/>.</summary>
    public int CountBefore(long time)
    {
        ReadOnlySpan<long> times = Times;
        int low = 0;
        int high = times.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (times[middle] < time)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Inserts an entry before position <paramref name="index"/>.</summary>
    public void Insert(int index, ReadOnlySpan<long> entry)
    {
        if (_start + Count == _capacity)
        {
            MakeRoom();
        }

        for (int c = 0; c < width; c++)
        {
            Span<long> column = _cells.AsSpan((c * _capacity) + _start, Count + 1);
            if (index < Count)
            {
                column[index..Count].CopyTo(column[(index + 1)..]);
            }

            column[index] = entry[c];
        }

        Count++;
    }

    public void Append(ReadOnlySpan<long> entry) => Insert(Count, entry);

    /// <summary>Copies the first cells of one entry, as many as <paramref name="entry"/> takes.</summary>
    public void CopyTo(int index, Span<long> entry)
    {
        for (int c = 0; c < entry.Length; c++)
        {
            entry[c] = _cells[(c * _capacity) + _start + index];
        }
    }

    public void RemoveFirst(int count)
    {
        _start += count;
        Count -= count;
        if (Count == 0)
        {
            _start = 0;
        }
    }

    public void RemoveLast(int count) => Count -= count;

    /// <summary>Moves the entries to the front when a quarter of the room is free there, else grows by half: memory stays within about half of what is needed.</summary>
    private void MakeRoom()
    {
        int capacity = _start >= Math.Max(1, _capacity / 4) ? _capacity : Math.Max(2, _capacity + (_capacity / 2));
        if (Count < capacity / 3)
        {
            capacity = Math.Max(2, capacity / 2);
        }

        long[] cells = capacity == _capacity ? _cells : new long[checked(capacity * width)];
        for (int c = 0; c < width; c++)
        {
            _cells.AsSpan((c * _capacity) + _start, Count).CopyTo(cells.AsSpan(c * capacity, Count));
        }

        (_cells, _capacity, _start) = (cells, capacity, 0);
    }
}
