namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// The values a pickle refers to by number. Writers number them one after the other, so they mostly stand in a list; numbers with large gaps go
/// to a dictionary, and no number makes either larger than the count of values stored.
/// </summary>
internal sealed class PickleMemo(PickleLimits limits, MemoryBudget budget)
{
    private const int GapMax = 16;

    // What an entry costs while the list or the dictionary grows.
    private const int ListEntrySize = 24;
    private const int DictionaryEntrySize = 72;

    private readonly List<PyValue?> _dense = [];
    private readonly Dictionary<uint, PyValue> _sparse = [];

    /// <summary>Number of values, as <c>MEMOIZE</c> counts them.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a number, or null.</summary>
    public PyValue? this[uint index] => index < (uint)_dense.Count && _dense[(int)index] is { } value ? value : _sparse.GetValueOrDefault(index);

    /// <summary>Stores a value under a number; the last one counts.</summary>
    public void Put(uint index, PyValue value, PickleInput input)
    {
        if (this[index] is null && ++Count > limits.MemoMax)
        {
            throw input.Fault($"its memo holds more than {limits.MemoMax} values", "No model needs that many; the file was not made by saving one");
        }

        if (index > (uint)_dense.Count + GapMax)
        {
            budget.Charge(_sparse.ContainsKey(index) ? 0 : DictionaryEntrySize);
            _sparse[index] = value;
            return;
        }

        for (int i = _dense.Count; i <= index; i++)
        {
            budget.Charge(ListEntrySize);
            _dense.Add(null);
        }

        _dense[(int)index] = value;
    }
}
