namespace Hamf.Pipeline.Features.Windows;

/// <summary>A set of identities for one read, kept for the next: open addressing, emptied by advancing a stamp.</summary>
internal sealed class DistinctSet
{
    private long[] _values = new long[256];
    private int[] _stamps = new int[256];
    private int _stamp = 1;

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        if (++_stamp == int.MaxValue)
        {
            Array.Clear(_stamps);
            _stamp = 1;
        }
    }

    public void Add(long value)
    {
        if (Count * 2 >= _values.Length)
        {
            Grow();
        }

        int mask = _values.Length - 1;
        int at = Slot(value, mask);
        while (_stamps[at] == _stamp)
        {
            if (_values[at] == value)
            {
                return;
            }

            at = (at + 1) & mask;
        }

        _stamps[at] = _stamp;
        _values[at] = value;
        Count++;
    }

    private static int Slot(long value, int mask) => (int)(((ulong)value * 0x9E3779B97F4A7C15) >> 40) & mask;

    private void Grow()
    {
        (long[] values, int[] stamps, int stamp) = (_values, _stamps, _stamp);
        _values = new long[values.Length * 2];
        _stamps = new int[values.Length * 2];
        _stamp = 1;
        Count = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (stamps[i] == stamp)
            {
                Add(values[i]);
            }
        }
    }
}
