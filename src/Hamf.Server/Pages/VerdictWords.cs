using Hamf.Pipeline.Rows;

namespace Hamf.Server.Pages;

/// <summary>What a detector's two verdicts are called on pages.</summary>
/// <param name="Positive">The positive class, such as <c>fraud</c>.</param>
/// <param name="Negative">Its opposite.</param>
internal sealed record VerdictWords(string Positive, string Negative)
{
    private const int MaxLength = 30;
    private const string Flag = "is_";

    /// <summary>Words that hold for every detector.</summary>
    public static VerdictWords Neutral { get; } = new("positive", "negative");

    /// <summary>
    /// The words of the schema's label: the positive value where it is written as a word (<c>phishing</c>), the name without
    /// <c>is_</c> where it asks a question (<c>is_fraud</c>), else neutral ones.
    /// </summary>
    public static VerdictWords Of(EventSchema schema)
    {
        if (schema.LabelIndex < 0)
        {
            return Neutral;
        }

        ColumnSpec label = schema.Columns[schema.LabelIndex];
        if (label.Type == ColumnType.Text && IsName(label.Positive))
        {
            return Named(label.Positive);
        }

        return label.Name.StartsWith(Flag, StringComparison.Ordinal) && IsName(label.Name[Flag.Length..]) ? Named(label.Name[Flag.Length..]) : Neutral;
    }

    /// <summary>The word of a verdict.</summary>
    public string Of(bool positive) => positive ? Positive : Negative;

    /// <summary>The word of a verdict as it stands on a button.</summary>
    public string Button(bool positive) => char.ToUpperInvariant(Of(positive)[0]) + Of(positive)[1..];

    // 'yes', 'true' or a code of one letter says nothing without its column.
    private static bool IsName(string text) =>
        text.Length is > 1 and <= MaxLength && char.IsLetter(text[0]) && text.ToUpperInvariant() is not ("YES" or "TRUE");

    private static VerdictWords Named(string name)
    {
        string word = name.Replace('_', ' ');
        return new(word, "not " + word);
    }
}
