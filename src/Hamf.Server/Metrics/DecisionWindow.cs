namespace Hamf.Server.Metrics;

/// <summary>The share of positive decisions among the latest ones. Thread-safe.</summary>
internal sealed class DecisionWindow(int size)
{
    private readonly Lock _gate = new();
    private readonly bool[] _decisions = new bool[size];
    private int _next;
    private int _count;
    private int _positives;

    /// <summary>The share; NaN before the first decision.</summary>
    public double Rate
    {
        get
        {
            lock (_gate)
            {
                return _count == 0 ? double.NaN : (double)_positives / _count;
            }
        }
    }

    public void Add(bool decision)
    {
        lock (_gate)
        {
            if (_count == _decisions.Length)
            {
                _positives -= _decisions[_next] ? 1 : 0;
            }
            else
            {
                _count++;
            }

            _decisions[_next] = decision;
            _positives += decision ? 1 : 0;
            _next = (_next + 1) % _decisions.Length;
        }
    }
}
