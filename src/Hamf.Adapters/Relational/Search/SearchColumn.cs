namespace Hamf.Adapters.Relational.Search;

/// <summary>A column, or an expression of columns, that can be compared and ordered by.</summary>
/// <param name="Sql">Its text, with the table's alias: <c>r.started_at_ms</c>.</param>
/// <param name="IsNumeric">Whether it holds whole numbers; else it holds texts.</param>
/// <param name="IsNullable">Whether it may be null; null comes last in every order and fits no comparison.</param>
internal sealed record SearchColumn(string Sql, bool IsNumeric = false, bool IsNullable = false);
