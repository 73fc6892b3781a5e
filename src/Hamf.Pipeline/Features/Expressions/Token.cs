namespace Hamf.Pipeline.Features.Expressions;

internal enum TokenKind
{
    End,
    Name,
    QuotedName,
    Number,
    Span,
    Text,
    Symbol,
}

/// <summary>One token.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the symbol, the content of a text, or a number or span as written.</param>
/// <param name="Position">0-based position of its first character.</param>
/// <param name="Value">The number, or the span in milliseconds.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Position, double Value = 0)
{
    public bool Is(string symbol) => Kind == TokenKind.Symbol && Text == symbol;

    public bool IsWord(string word) => Kind == TokenKind.Name && Text == word;

    /// <summary>The token as shown in messages.</summary>
    public string InWords() => Kind switch
    {
        TokenKind.End => "the end",
        TokenKind.Text => $"the text '{Text}'",
        TokenKind.QuotedName => $"`{Text}`",
        _ => $"'{Text}'",
    };
}
