namespace Hamf.Models.Formats.Pickle;

/// <summary>
/// The values a pickle refers to by number. Writers number them one after the other, so they mostly stand in pages of a list; numbers with large
/// gaps go to a dictionary, and no number makes either larger than the count of values stored.
/// </summary>
internal sealed class PickleMemo(PickleLimits limits, MemoryBudget budget)
{
    private const int GapMax = 16;
    private const int FirstPageSize = 16;
    private const int PageSize = 4096;

    // An entry and its part of the table, with the garbage of doubling.
    private const int SparseEntrySize = 112;

    private readonly List<PyValue?[]> _pages = [];
    private Dictionary<uint, PyValue>? _sparse;
    private uint _denseCount;

    /// <summary>Number of values, as <c>MEMOIZE</c> counts them.</summary>
    public int Count { get; private set; }

    /// <summary>The value of a number, or null.</summary>
    public PyValue? this[uint index] => index < _denseCount && _pages[(int)(index / PageSize)][index % PageSize] is { } value
        ? value
        : _sparse?.GetValueOrDefault(index);

    /// <summary>Stores a value under a number; the last one counts.</summary>
    public void Put(uint index, PyValue value, PickleInput input)
    {
        if (this[index] is null && ++Count > limits.MemoMax)
        {
            throw input.Fault($"its memo holds more than {limits.MemoMax} values", "No model needs that many; the file was not made by saving one");
        }

        if (index > _denseCount + GapMax)
        {
            _sparse ??= [];
            budget.Charge(_sparse.ContainsKey(index) ? 0 : SparseEntrySize);
            _sparse[index] = value;
            return;
        }

        _denseCount = Math.Max(_denseCount, index + 1);
        Page((int)(index / PageSize), (int)(index % PageSize))[index % PageSize] = value;
    }

    /// <summary>The page of a number. The first one grows, because small pickles are many: joblib writes one for each array of objects.</summary>
    private PyValue?[] Page(int page, int place)
    {
        while (_pages.Count <= page)
        {
            int size = _pages.Count == 0 ? FirstPageSize : PageSize;
            budget.Charge(PickleStack.ArraySize(size));
            _pages.Add(new PyValue?[size]);
        }

        while (_pages[page].Length <= place)
        {
            PyValue?[] larger = new PyValue?[2 * _pages[page].Length];
            budget.Charge(PickleStack.ArraySize(larger.Length));
            _pages[page].CopyTo(larger, 0);
            _pages[page] = larger;
        }

        return _pages[page];
    }
}
