namespace Hamf.Models.Data;

/// <summary>
/// A named column that rows are appended to. Not thread-safe while it is written; safe to read from many threads after.
/// </summary>
public abstract class Column(string name)
{
    /// <summary>The column's name, unique within its table.</summary>
    public string Name { get; } = name;

    /// <summary>How the cells are stored.</summary>
    public abstract ColumnKind Kind { get; }

    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>True when the cell of <paramref name="row"/> (0-based) has no value.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>Removes all rows and keeps the memory for the next batch.</summary>
    public abstract void Clear();
}
