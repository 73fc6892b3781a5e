namespace Hamf.Adapters.Relational;

/// <summary>Many rows for one table, column by column; each database has its own fastest way (<see cref="Database.Insert"/>).</summary>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns, all of the same length.</param>
/// <param name="OnConflict">What follows <c>on conflict</c>, such as <c>do nothing</c>; empty when a conflict is an error.</param>
internal sealed record BulkInsert(string Table, IReadOnlyList<BulkColumn> Columns, string OnConflict = "")
{
    /// <summary>How many rows.</summary>
    public int Length => Columns[0].Length;
}

/// <summary>One column of many rows.</summary>
/// <param name="Name">The column.</param>
/// <param name="Length">How many rows.</param>
internal abstract record BulkColumn(string Name, int Length);

/// <summary>A column of whole numbers.</summary>
internal sealed record LongColumn(string Name, long[] Values) : BulkColumn(Name, Values.Length);

/// <summary>A column of numbers; none is NaN.</summary>
internal sealed record DoubleColumn(string Name, double[] Values) : BulkColumn(Name, Values.Length);

/// <summary>A column of texts, or null.</summary>
internal sealed record TextColumn(string Name, string?[] Values) : BulkColumn(Name, Values.Length);

/// <summary>A column of byte strings.</summary>
internal sealed record BytesColumn(string Name, byte[][] Values) : BulkColumn(Name, Values.Length);
