namespace Hamf.Models.Data;

/// <summary>Columns of equal length, found by position or by name (ordinal).</summary>
public sealed class ColumnTable
{
    private readonly Dictionary<string, int> _indexOf = new(StringComparer.Ordinal);
    private readonly Column[] _columns;

    /// <summary>Takes ownership of <paramref name="columns"/>.</summary>
    /// <exception cref="ArgumentException">Two columns share a name.</exception>
    public ColumnTable(IEnumerable<Column> columns)
    {
        _columns = columns.ToArray();
        for (int i = 0; i < _columns.Length; i++)
        {
            if (!_indexOf.TryAdd(_columns[i].Name, i))
            {
                throw new ArgumentException($"Two columns are named '{_columns[i].Name}'.", nameof(columns));
            }
        }
    }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<Column> Columns => _columns;

    /// <summary>Number of rows.</summary>
    public int RowCount => _columns.Length == 0 ? 0 : _columns[0].Count;

    /// <summary>The column of that name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such column.</exception>
    public Column this[string name] => _columns[_indexOf[name]];

    /// <summary>Position of the column of that name, or -1.</summary>
    public int IndexOf(string name) => _indexOf.GetValueOrDefault(name, -1);

    /// <summary>Removes all rows and keeps the memory for the next batch.</summary>
    public void Clear()
    {
        foreach (Column column in _columns)
        {
            column.Clear();
        }
    }
}
