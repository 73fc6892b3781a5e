using Hamf.Models.Trees.Splitting;

namespace Hamf.Models.Trees.Forests;

/// <summary>A set of row numbers, one bit each. Immutable.</summary>
internal sealed class RowSet
{
    private readonly ulong[] _words;

    /// <param name="bag">Its rows are the members.</param>
    /// <param name="rowCount">Rows that may be asked for.</param>
    public RowSet(Bag bag, int rowCount)
    {
        _words = new ulong[(rowCount + 63) / 64];
        foreach (ulong entry in bag.Entries)
        {
            int row = Bag.RowOf(entry);
            _words[row >> 6] |= 1UL << (row & 63);
        }
    }

    /// <summary>Whether the row is a member.</summary>
    public bool Contains(int row) => (_words[row >> 6] >> (row & 63) & 1) != 0;
}
