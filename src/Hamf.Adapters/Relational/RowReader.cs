using System.Data.Common;

namespace Hamf.Adapters.Relational;

/// <summary>The row that a reading stands on (<see cref="Database.ReadOwned"/>); columns by index.</summary>
internal abstract class RowReader
{
    /// <summary>A whole number.</summary>
    public abstract long Long(int column);

    /// <summary>A number.</summary>
    public abstract double Double(int column);

    /// <summary>A text.</summary>
    public abstract string Text(int column);

    /// <summary>A text that many rows repeat, such as a key.</summary>
    public virtual string Word(int column) => Text(column);

    /// <summary>Whether the column has no value.</summary>
    public abstract bool IsNull(int column);
}

/// <summary>A row of any database.</summary>
internal sealed class AdoRowReader(DbDataReader reader) : RowReader
{
    public override long Long(int column) => reader.GetInt64(column);

    public override double Double(int column) => reader.GetDouble(column);

    public override string Text(int column) => reader.GetString(column);

    public override bool IsNull(int column) => reader.IsDBNull(column);
}
