namespace Hamf.Models.Trees.Growing;

/// <summary>The rows that a round learns from, and the others; both rise.</summary>
internal sealed class RowSample(int rowCount)
{
    private readonly int[] _rows = new int[rowCount];
    private readonly int[] _rest = new int[rowCount];
    private int _count;
    private int _restCount;

    /// <summary>The rows to learn from.</summary>
    public ReadOnlySpan<int> Rows => _rows.AsSpan(0, _count);

    /// <summary>The others.</summary>
    public ReadOnlySpan<int> Rest => _rest.AsSpan(0, _restCount);

    /// <summary>Forgets all rows.</summary>
    public void Clear() => _count = _restCount = 0;

    /// <summary>Adds a row above all before it.</summary>
    public void Add(int row, bool isChosen)
    {
        if (isChosen)
        {
            _rows[_count++] = row;
        }
        else
        {
            _rest[_restCount++] = row;
        }
    }
}
