namespace Hamf.Adapters.Relational.Search;

/// <summary>A table of named values beside a searched one: tags, parameters, latest metrics. It has at most one row for an owner and a key.</summary>
/// <param name="Table">The table: <c>tags</c>.</param>
/// <param name="Owner">Which of its rows are one owner's, with <c>{0}</c> for the alias of this table: <c>{0}.run_id = r.run_id</c>.</param>
/// <param name="Key">The column of the name.</param>
/// <param name="Value">The column of the value; never null.</param>
/// <param name="IsNan">For numbers, the column that is 1 where the value is NaN; null for texts.</param>
/// <param name="KeyFormat">What the column of the name is compared with, with <c>{0}</c> for the name, where it holds a number for it.</param>
internal sealed record SearchValues(
    string Table, string Owner, string Key = "key", string Value = "value", string? IsNan = null, string KeyFormat = "{0}")
{
    /// <summary>The condition that a row has that name.</summary>
    public string IsKey(string alias, string parameter) => $"{alias}.{Key} = {string.Format(null, KeyFormat, parameter)}";
}
