namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Builds the tree of an expression by recursive descent. The first fault ends it.</summary>
internal sealed class Parser
{
    /// <summary>Longest expression, in characters.</summary>
    public const int MaxLength = 4_000;

    /// <summary>Deepest nesting of brackets, calls and prefix operators.</summary>
    public const int MaxDepth = 50;

    /// <summary>Most names, literals, operators and calls of one expression; it also bounds the depth of the tree.</summary>
    public const int MaxParts = 500;

    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">="];

    private readonly TokenReader _tokens;
    private int _depth;
    private int _parts;

    // Directly inside a call, 'by a, b' would be ambiguous: the comma belongs to the call there, and brackets restore the list.
    private bool _commaEndsArgument;

    private Parser(TokenReader tokens) => _tokens = tokens;

    /// <summary>The tree, or null with the fault.</summary>
    public static (Syntax? Tree, Fault? Fault) Parse(string source)
    {
        if (source.Length > MaxLength)
        {
            return (null, new Fault(MaxLength, $"An expression has at most {MaxLength} characters; this one has {source.Length}."));
        }

        var lexer = new Lexer(source);
        IReadOnlyList<Token> tokens = lexer.Read();
        if (lexer.Fault is not null)
        {
            return (null, lexer.Fault);
        }

        var parser = new Parser(new TokenReader(tokens));
        Syntax? tree = parser.ParseOr();
        if (tree is not null && parser._tokens.Current.Kind != TokenKind.End)
        {
            tree = parser.Fail($"Expected an operator or the end, found {parser._tokens.Current.InWords()}.");
        }

        return (tree, parser._tokens.Fault);
    }

    private Syntax? ParseOr() => ParseLeft(ParseAnd, "or");

    private Syntax? ParseAnd() => ParseLeft(ParseComparison, "and");

    private Syntax? ParseSum() => ParseLeft(ParseProduct, "+", "-");

    private Syntax? ParseProduct() => ParseLeft(ParsePrefix, "*", "/", "%");

    private Syntax? ParseLeft(Func<Syntax?> operand, params ReadOnlySpan<string> operators)
    {
        Syntax? left = operand();
        while (left is not null && FindOperator(operators) is { } found)
        {
            Token token = _tokens.Take();
            left = operand() is { } right ? Count(new BinarySyntax(token.Position, found, left, right)) : null;
        }

        return left;
    }

    private string? FindOperator(ReadOnlySpan<string> operators)
    {
        foreach (string candidate in operators)
        {
            if (_tokens.Current.Is(candidate) || _tokens.Current.IsWord(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private Syntax? ParseComparison()
    {
        Syntax? left = ParseSum();
        if (left is null || FindOperator(Comparisons) is not { } found)
        {
            return left;
        }

        Token token = _tokens.Take();
        Syntax? right = ParseSum();
        if (right is not null && FindOperator(Comparisons) is not null)
        {
            return Fail("Comparisons cannot be chained; write 'a < b and b < c'.");
        }

        return right is null ? null : Count(new BinarySyntax(token.Position, found, left, right));
    }

    private Syntax? ParsePrefix()
    {
        if (!_tokens.Current.Is("-") && !_tokens.Current.IsWord("not"))
        {
            return ParsePrimary();
        }

        Token token = _tokens.Take();
        if (!Enter())
        {
            return null;
        }

        // 'not a == b' negates the comparison, '-a * b' only the first factor.
        Syntax? operand = token.Is("-") ? ParsePrefix() : ParseComparison();
        _depth--;
        return operand is null ? null : Count(new UnarySyntax(token.Position, token.Text, operand));
    }

    private Syntax? ParsePrimary()
    {
        Token token = _tokens.Take();
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Count(new NumberSyntax(token.Position, token.Value));
            case TokenKind.Text:
                return Count(new TextSyntax(token.Position, token.Text));
            case TokenKind.QuotedName:
                return Count(new NameSyntax(token.Position, token.Text));
            case TokenKind.Name when token.Text is "true" or "false":
                return Count(new BooleanSyntax(token.Position, token.Text == "true"));
            case TokenKind.Name when token.Text is "and" or "or":
                break;
            case TokenKind.Name:
                return _tokens.Current.Is("(") ? ParseCall(token) : Count(new NameSyntax(token.Position, token.Text));
            case TokenKind.Symbol when token.Text == "(":
                return ParseBracket();
            case TokenKind.Span:
                return FailAt(token, $"The span '{token.Text}' may only stand after 'over' or 'delay'.");
        }

        return FailAt(token, $"Expected a column, a number, a text or a function, found {token.InWords()}.");
    }

    private Syntax? ParseBracket()
    {
        if (!Enter())
        {
            return null;
        }

        bool outer = _commaEndsArgument;
        _commaEndsArgument = false;
        Syntax? inner = ParseOr();
        _commaEndsArgument = outer;
        _depth--;
        return inner is not null && _tokens.Expect(")") ? inner : null;
    }

    private Syntax? ParseCall(Token name)
    {
        _tokens.Take();
        if (!Enter())
        {
            return null;
        }

        bool outer = _commaEndsArgument;
        _commaEndsArgument = true;
        var arguments = new List<Syntax>();
        Syntax? filter = ParseArguments(name, arguments);
        _commaEndsArgument = outer;
        _depth--;
        if (_tokens.Fault is not null || !_tokens.Expect(")"))
        {
            return null;
        }

        WindowSyntax? window = WindowClauses.Parse(_tokens, _commaEndsArgument);
        return _tokens.Fault is null
            ? Count(new CallSyntax(name.Position, name.Text, arguments) { Filter = filter, Window = window })
            : null;
    }

    /// <summary>Reads up to the closing bracket; gives the condition after <c>where</c>, if any.</summary>
    private Syntax? ParseArguments(Token name, List<Syntax> arguments)
    {
        while (!_tokens.Current.Is(")"))
        {
            if (_tokens.Current.IsWord("where"))
            {
                _tokens.Take();
                return ParseOr();
            }

            if (arguments.Count > 0 && !_tokens.Current.Is(","))
            {
                return Fail($"Expected ',' or ')' in the arguments of {name.Text}, found {_tokens.Current.InWords()}.");
            }

            if (arguments.Count > 0)
            {
                _tokens.Take();
            }

            if (ParseOr() is not { } argument)
            {
                return null;
            }

            arguments.Add(argument);
        }

        return null;
    }

    private bool Enter()
    {
        if (++_depth <= MaxDepth)
        {
            return true;
        }

        Fail($"Brackets, calls and prefix operators may be nested at most {MaxDepth} deep.");
        return false;
    }

    private Syntax? Count(Syntax part)
    {
        if (++_parts <= MaxParts)
        {
            return part;
        }

        _tokens.Fail(part.Position, $"An expression has at most {MaxParts} names, literals, operators and calls; divide it into several features.");
        return null;
    }

    private Syntax? Fail(string message) => FailAt(_tokens.Current, message);

    private Syntax? FailAt(Token token, string message)
    {
        _tokens.Fail(token.Position, message);
        return null;
    }
}
