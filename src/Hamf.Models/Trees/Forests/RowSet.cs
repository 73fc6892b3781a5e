namespace Hamf.Models.Trees.Forests;

/// <summary>A set of row numbers, one bit each. Immutable.</summary>
internal sealed class RowSet
{
    private readonly ulong[] _words;

    /// <param name="rows">The members, below <paramref name="rowCount"/>.</param>
    /// <param name="rowCount">Rows that may be asked for.</param>
    public RowSet(ReadOnlySpan<int> rows, int rowCount)
    {
        _words = new ulong[(rowCount + 63) / 64];
        foreach (int row in rows)
        {
            _words[row >> 6] |= 1UL << (row & 63);
        }
    }

    /// <summary>Whether the row is a member.</summary>
    public bool Contains(int row) => (_words[row >> 6] >> (row & 63) & 1) != 0;
}
