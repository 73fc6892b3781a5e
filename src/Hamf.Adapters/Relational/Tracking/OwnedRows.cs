namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Rows by the number of the run that they belong to; they come run by run.</summary>
internal sealed class OwnedRows<T>(int owners)
{
    private readonly Dictionary<long, List<T>> _rows = new(owners);
    private List<T>? _last;
    private long _lastOwner;

    /// <summary>Adds a row.</summary>
    public void Add(long owner, T row)
    {
        if (_last is null || owner != _lastOwner)
        {
            // Runs that are read together mostly hold as much.
            _rows.Add(owner, _last = new List<T>(_last?.Count ?? 0));
            _lastOwner = owner;
        }

        _last.Add(row);
    }

    /// <summary>The rows of a run.</summary>
    public IReadOnlyList<T> Of(long owner) => _rows.TryGetValue(owner, out List<T>? rows) ? rows : [];
}
