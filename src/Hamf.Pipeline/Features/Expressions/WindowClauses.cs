namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Reads what stands behind a call that is a window: <c>over 7d by card delay 1d</c>.</summary>
internal static class WindowClauses
{
    /// <summary>The clauses that come next; null without any, and after a fault.</summary>
    /// <param name="tokens">Behind the call's closing bracket.</param>
    /// <param name="commaEndsBy">Whether a comma ends the list after <c>by</c> rather than going on with it.</param>
    public static WindowSyntax? Parse(TokenReader tokens, bool commaEndsBy)
    {
        long? span = null;
        long? delay = null;
        var by = new List<NameSyntax>();
        bool any = false;
        if (tokens.Current.IsWord("over"))
        {
            any = true;
            span = ParseSpan(tokens);
        }

        if (tokens.Fault is null && tokens.Current.IsWord("by"))
        {
            any = true;
            ParseBy(tokens, by, commaEndsBy);
        }

        if (tokens.Fault is null && tokens.Current.IsWord("delay"))
        {
            any = true;
            delay = ParseSpan(tokens);
        }

        if (tokens.Fault is null && any && (tokens.Current.IsWord("over") || tokens.Current.IsWord("by") || tokens.Current.IsWord("delay")))
        {
            tokens.Fail(tokens.Current.Position, "The clauses of a window stand once and in this order: over, by, delay.");
        }

        return any && tokens.Fault is null ? new WindowSyntax(span, by, delay) : null;
    }

    private static long? ParseSpan(TokenReader tokens)
    {
        Token word = tokens.Take();
        Token span = tokens.Take();
        if (span.Kind == TokenKind.Span)
        {
            return (long)span.Value;
        }

        tokens.Fail(span.Position, $"Expected a span such as 30s, 15m, 1h, 7d or 1h30m after '{word.Text}', found {span.InWords()}.");
        return null;
    }

    private static void ParseBy(TokenReader tokens, List<NameSyntax> by, bool commaEndsBy)
    {
        do
        {
            tokens.Take();
            Token column = tokens.Take();
            if (column.Kind is not (TokenKind.Name or TokenKind.QuotedName))
            {
                tokens.Fail(column.Position, $"Expected a column after 'by', found {column.InWords()}.");
                return;
            }

            by.Add(new NameSyntax(column.Position, column.Text));
        }
        while (tokens.Current.Is(",") && !commaEndsBy);
    }
}
