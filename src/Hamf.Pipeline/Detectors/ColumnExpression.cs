namespace Hamf.Pipeline.Detectors;

/// <summary>Writes a column as an expression of the feature language.</summary>
public static class ColumnExpression
{
    private static readonly HashSet<string> Reserved = new(StringComparer.OrdinalIgnoreCase)
    {
        "and", "or", "not", "if", "then", "else", "true", "false", "null", "missing", "in", "over", "by", "delay",
    };

    /// <summary>The column's name, between backticks when it is not a plain name.</summary>
    public static string Of(string column)
    {
        bool isPlain = column.Length > 0
            && (char.IsAsciiLetter(column[0]) || column[0] == '_')
            && column.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
            && !Reserved.Contains(column);
        return isPlain ? column : $"`{column}`";
    }
}
