using System.Globalization;
using System.Text;

namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Cuts an expression into tokens. A fault ends the reading.</summary>
internal sealed class Lexer(string source)
{
    private static readonly string[] Symbols =
        ["==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "%", "(", ")", ","];

    private static readonly (string Found, string Instead)[] Foreign =
        [("&&", "and"), ("||", "or"), ("<>", "!="), ("=", "=="), ("!", "not")];

    private readonly List<Token> _tokens = [];
    private int _position;

    /// <summary>The fault that ended the reading, or null.</summary>
    public Fault? Fault { get; private set; }

    /// <summary>All tokens, the last being <see cref="TokenKind.End"/>; incomplete when there is a fault.</summary>
    public IReadOnlyList<Token> Read()
    {
        while (Fault is null)
        {
            while (_position < source.Length && char.IsWhiteSpace(source[_position]))
            {
                _position++;
            }

            if (_position == source.Length)
            {
                break;
            }

            ReadToken(source[_position]);
        }

        _tokens.Add(new Token(TokenKind.End, "", source.Length));
        return _tokens;
    }

    private void ReadToken(char first)
    {
        if (char.IsAsciiDigit(first) || (first == '.' && IsDigitAt(_position + 1)))
        {
            ReadNumberOrSpan();
        }
        else if (first == '_' || char.IsLetter(first))
        {
            int start = _position;
            while (_position < source.Length && (source[_position] == '_' || char.IsLetterOrDigit(source[_position])))
            {
                _position++;
            }

            _tokens.Add(new Token(TokenKind.Name, source[start.._position], start));
        }
        else if (first is '\'' or '"')
        {
            ReadQuoted(first, TokenKind.Text, "text");
        }
        else if (first == '`')
        {
            ReadQuoted(first, TokenKind.QuotedName, "column name");
        }
        else
        {
            ReadSymbol();
        }
    }

    private void ReadNumberOrSpan()
    {
        int start = _position;
        SkipDigits();
        if (_position < source.Length && "smhd".Contains(source[_position], StringComparison.Ordinal))
        {
            ReadSpan(start);
            return;
        }

        if (_position < source.Length && source[_position] == '.')
        {
            _position++;
            SkipDigits();
        }

        ReadExponent();
        string text = source[start.._position];
        if (_position < source.Length && (char.IsLetter(source[_position]) || source[_position] == '_'))
        {
            Fault = new Fault(start, $"'{text}{source[_position]}' is neither a number nor a span; spans are written 30s, 15m, 1h, 7d or 1h30m.");
            return;
        }

        double value = double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value))
        {
            Fault = new Fault(start, $"The number '{text}' is too large.");
            return;
        }

        _tokens.Add(new Token(TokenKind.Number, text, start, value));
    }

    private void ReadExponent()
    {
        if (_position >= source.Length || source[_position] is not ('e' or 'E'))
        {
            return;
        }

        int digits = _position + 1;
        if (digits < source.Length && source[digits] is '+' or '-')
        {
            digits++;
        }

        if (IsDigitAt(digits))
        {
            _position = digits;
            SkipDigits();
        }
    }

    private void ReadSpan(int start)
    {
        decimal totalMs = 0;
        _position = start;
        while (IsDigitAt(_position))
        {
            int digits = _position;
            SkipDigits();
            long unitMs = (_position < source.Length ? source[_position] : '\0') switch
            {
                's' => 1_000,
                'm' => 60_000,
                'h' => 3_600_000,
                'd' => 86_400_000,
                _ => 0,
            };
            if (unitMs == 0 || _position - digits > 9)
            {
                Fault = new Fault(start, "A span is written as whole numbers with s, m, h or d: 30s, 15m, 1h, 7d or 1h30m.");
                return;
            }

            totalMs += decimal.Parse(source.AsSpan(digits, _position - digits), CultureInfo.InvariantCulture) * unitMs;
            _position++;
        }

        if (_position < source.Length && (char.IsLetterOrDigit(source[_position]) || source[_position] == '_'))
        {
            Fault = new Fault(start, $"'{source[start..(_position + 1)]}' is not a span; spans are written 30s, 15m, 1h, 7d or 1h30m.");
            return;
        }

        _tokens.Add(new Token(TokenKind.Span, source[start.._position], start, (double)totalMs));
    }

    /// <summary>Reads up to the closing quote; a doubled quote stands for the quote itself.</summary>
    private void ReadQuoted(char quote, TokenKind kind, string what)
    {
        int start = _position++;
        var content = new StringBuilder();
        while (_position < source.Length)
        {
            char c = source[_position++];
            if (c != quote)
            {
                content.Append(c);
            }
            else if (_position < source.Length && source[_position] == quote)
            {
                content.Append(quote);
                _position++;
            }
            else
            {
                _tokens.Add(new Token(kind, content.ToString(), start));
                return;
            }
        }

        Fault = new Fault(start, $"The {what} that starts here is not closed: expected another {quote} after it.");
    }

    private void ReadSymbol()
    {
        foreach (string symbol in Symbols)
        {
            if (string.CompareOrdinal(source, _position, symbol, 0, symbol.Length) == 0 && !IsForeign("<>"))
            {
                _tokens.Add(new Token(TokenKind.Symbol, symbol, _position));
                _position += symbol.Length;
                return;
            }
        }

        string? hint = Foreign.FirstOrDefault(f => IsForeign(f.Found)).Instead;
        string found = source[_position].ToString();
        Fault = new Fault(_position, hint is null
            ? $"The character '{found}' has no meaning here; a column name with odd characters is written between backticks."
            : $"Write '{hint}' here; '{found}' is not an operator of this language.");
    }

    private bool IsForeign(string text) => string.CompareOrdinal(source, _position, text, 0, text.Length) == 0;

    private bool IsDigitAt(int position) => position < source.Length && char.IsAsciiDigit(source[position]);

    private void SkipDigits()
    {
        while (IsDigitAt(_position))
        {
            _position++;
        }
    }
}
