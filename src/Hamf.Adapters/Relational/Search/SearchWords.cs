using System.Text;

namespace Hamf.Adapters.Relational.Search;

/// <summary>
/// What differs between databases in a search. Patterns know <c>%</c> and <c>_</c> and nothing else; upper and lower case are told apart or not in
/// ASCII only; texts are ordered by their bytes: alike on every database.
/// </summary>
/// <param name="TextOrderFormat">A text column to order by, with <c>{0}</c> for the column.</param>
/// <param name="LikeFormat">A text column <c>{0}</c> that fits a pattern <c>{1}</c>, upper and lower case told apart.</param>
/// <param name="ILikeFormat">The same, upper and lower case alike.</param>
/// <param name="LikeIsGlob">Whether the pattern of <paramref name="LikeFormat"/> is one of <c>*</c> and <c>?</c>.</param>
internal sealed record SearchWords(string TextOrderFormat, string LikeFormat, string ILikeFormat, bool LikeIsGlob)
{
    // SQLite's LIKE never tells upper from lower case unless a connection is told so for good; its GLOB always does.
    public static SearchWords Sqlite { get; } = new("{0}", "{0} glob {1}", """{0} like {1} escape '\'""", LikeIsGlob: true);

    public static SearchWords Postgres { get; } = new(
        """{0} collate "C" """.TrimEnd(),
        """{0} like {1} escape '\'""",
        """lower({0} collate "C") like lower({1} collate "C") escape '\'""",
        LikeIsGlob: false);

    /// <summary>A text column to order by.</summary>
    public string TextOrder(string column) => string.Format(null, TextOrderFormat, column);

    /// <summary>A condition: the column fits the pattern.</summary>
    public string Like(string column, string pattern, SqlText sql) => LikeIsGlob
        ? string.Format(null, LikeFormat, column, sql.Parameter(Glob(pattern)))
        : string.Format(null, LikeFormat, column, sql.Parameter(Escaped(pattern)));

    /// <summary>A condition: the column fits the pattern, upper and lower case alike.</summary>
    public string ILike(string column, string pattern, SqlText sql) => string.Format(null, ILikeFormat, column, sql.Parameter(Escaped(pattern)));

    private static string Escaped(string pattern) => pattern.Replace(@"\", @"\\", StringComparison.Ordinal);

    private static string Glob(string pattern)
    {
        var glob = new StringBuilder(pattern.Length + 8);
        foreach (char c in pattern)
        {
            _ = c switch
            {
                '%' => glob.Append('*'),
                '_' => glob.Append('?'),
                '*' or '?' or '[' => glob.Append('[').Append(c).Append(']'),
                _ => glob.Append(c),
            };
        }

        return glob.ToString();
    }
}
