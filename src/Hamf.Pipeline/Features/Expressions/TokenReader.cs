namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Walks over the tokens of an expression and keeps the first fault.</summary>
internal sealed class TokenReader(IReadOnlyList<Token> tokens)
{
    private int _next;

    /// <summary>The token that comes next; the end stays.</summary>
    public Token Current => tokens[_next];

    /// <summary>The first fault, or null.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>Takes the next token.</summary>
    public Token Take()
    {
        Token token = Current;
        if (token.Kind != TokenKind.End)
        {
            _next++;
        }

        return token;
    }

    /// <summary>Takes a symbol, or fails.</summary>
    public bool Expect(string symbol)
    {
        if (Current.Is(symbol))
        {
            _next++;
            return true;
        }

        Fail(Current.Position, $"Expected '{symbol}', found {Current.InWords()}.");
        return false;
    }

    /// <summary>Notes a fault; one that was noted before stays.</summary>
    public void Fail(int position, string message) => Fault ??= new Fault(position, message);
}
