using System.Text.RegularExpressions;
using Hamf.Adapters.Relational.Search;

namespace Hamf.Adapters.Relational;

/// <summary>
/// What differs between databases inside a statement, as few words as possible. Migrations are written once and hold
/// <c>{blob}</c>, <c>{identity}</c>, <c>{clustered}</c> and <c>{utc COLUMN}</c> where the databases differ; everything else, and every query of the
/// stores but for the row lock, is what SQLite 3.35 and PostgreSQL 15 both know.
/// </summary>
/// <param name="Blob">Type of a byte string.</param>
/// <param name="Identity">Type and constraint of a number that the database gives, rising, never used twice.</param>
/// <param name="Clustered">What makes a table that is kept in the order of its primary key; follows the columns.</param>
/// <param name="RowLock">What follows a select whose row must not be changed by others until the transaction ends.</param>
/// <param name="UtcFormat">A column of Unix milliseconds as a UTC time, with <c>{0}</c> for the column.</param>
internal sealed partial record SqlDialect(string Blob, string Identity, string Clustered, string RowLock, string UtcFormat)
{
    public static SqlDialect Sqlite { get; } = new(
        "blob", "integer primary key autoincrement", "without rowid", string.Empty, "strftime('%Y-%m-%d %H:%M:%f', {0} / 1000.0, 'unixepoch')");

    /// <summary>Words of a search.</summary>
    public SearchWords Search { get; init; } = SearchWords.Sqlite;

    /// <summary>Replaces the words in braces.</summary>
    public string Expand(string sql) => Utc().Replace(
        sql.Replace("{blob}", Blob, StringComparison.Ordinal)
            .Replace("{identity}", Identity, StringComparison.Ordinal)
            .Replace("{clustered}", Clustered, StringComparison.Ordinal),
        match => UtcFormat.Replace("{0}", match.Groups[1].Value, StringComparison.Ordinal));

    [GeneratedRegex(@"\{utc ([a-z_.]+)\}")]
    private static partial Regex Utc();
}
