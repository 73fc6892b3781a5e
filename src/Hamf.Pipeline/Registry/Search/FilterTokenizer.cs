namespace Hamf.Pipeline.Registry.Search;

/// <summary>
/// Takes a filter or an order apart. A quote is written twice to stand inside its own quotes; a backslash is a character as any other. Never throws.
/// </summary>
internal sealed class FilterTokenizer
{
    private const string ComparisonCharacters = "=!<>~";

    // Beside letters and digits: what keys hold that people write without quotes.
    private const string WordCharacters = "_-/:@#$&%";

    private readonly string _text;
    private readonly List<FilterToken> _tokens = [];
    private int _at;

    private FilterTokenizer(string text) => _text = text;

    public static List<FilterToken> Read(string text)
    {
        var tokenizer = new FilterTokenizer(text);
        while (tokenizer._at < text.Length)
        {
            tokenizer.ReadOne();
        }

        return tokenizer._tokens;
    }

    private void ReadOne()
    {
        char c = _text[_at];
        if (char.IsWhiteSpace(c))
        {
            _at++;
        }
        else if (ComparisonCharacters.Contains(c, StringComparison.Ordinal))
        {
            int start = _at;
            SkipWhile(static x => ComparisonCharacters.Contains(x, StringComparison.Ordinal));
            Add(FilterTokenKind.Comparison, start, null, _text[start.._at], '\0');
        }
        else if (c is '(' or ')' or ',' or ';')
        {
            FilterTokenKind kind = c switch
            {
                '(' => FilterTokenKind.Open,
                ')' => FilterTokenKind.Close,
                ',' => FilterTokenKind.Comma,
                _ => FilterTokenKind.Semicolon,
            };
            _at++;
            Add(kind, _at - 1, null, c.ToString(), '\0');
        }
        else if (!TryNumber())
        {
            ReadWordOrText();
        }
    }

    private bool TryNumber()
    {
        int start = _at, at = _at;
        at += _text[at] == '-' ? 1 : 0;
        int whole = Digits(ref at);
        int part = 0;
        if (at < _text.Length && _text[at] == '.')
        {
            at++;
            part = Digits(ref at);
        }

        if (whole + part == 0)
        {
            return false;
        }

        int end = at;
        if (at < _text.Length && _text[at] is 'e' or 'E')
        {
            at++;
            at += at < _text.Length && _text[at] is '+' or '-' ? 1 : 0;
            end = Digits(ref at) > 0 ? at : end;
        }

        // 7a and 1e are names that begin with a digit.
        if (end < _text.Length && (IsWordCharacter(_text[end]) || _text[end] is '.' or '"' or '`'))
        {
            return false;
        }

        _at = end;
        Add(FilterTokenKind.Number, start, null, _text[start..end], '\0');
        return true;
    }

    private int Digits(ref int at)
    {
        int start = at;
        while (at < _text.Length && char.IsAsciiDigit(_text[at]))
        {
            at++;
        }

        return at - start;
    }

    private void ReadWordOrText()
    {
        int start = _at;
        char quote = _text[_at];
        if (ReadPart(stopAtDot: true) is not { } first)
        {
            Unreadable(start);
        }
        else if (quote == '\'' || _at == _text.Length || _text[_at] != '.')
        {
            Finish(start, quote is '\'' or '"' ? FilterTokenKind.Text : FilterTokenKind.Word, null, first, quote);
        }
        else
        {
            _at++;
            quote = _at < _text.Length ? _text[_at] : '\0';
            if (ReadPart(stopAtDot: false) is { } key && quote != '\'')
            {
                Finish(start, FilterTokenKind.Word, first, key, quote);
            }
            else
            {
                Unreadable(start);
            }
        }
    }

    // A quote right behind a word or another quoted text belongs to nothing.
    private void Finish(int start, FilterTokenKind kind, string? prefix, string value, char quote)
    {
        if (_at < _text.Length && _text[_at] is '"' or '`' or '\'')
        {
            Unreadable(start);
        }
        else
        {
            Add(kind, start, prefix, value, quote is '"' or '`' or '\'' ? quote : '\0');
        }
    }

    private string? ReadPart(bool stopAtDot)
    {
        if (_at == _text.Length)
        {
            return null;
        }

        if (_text[_at] is '"' or '`' or '\'')
        {
            return ReadQuoted(_text[_at]);
        }

        int start = _at;
        SkipWhile(c => IsWordCharacter(c) || (c == '.' && !stopAtDot));
        return _at == start ? null : _text[start.._at];
    }

    private string? ReadQuoted(char quote)
    {
        int start = ++_at;
        while (true)
        {
            int end = _text.IndexOf(quote, _at);
            if (end < 0)
            {
                return null;
            }

            _at = end + 1;
            if (_at == _text.Length || _text[_at] != quote)
            {
                return _text[start..end].Replace(new string(quote, 2), quote.ToString(), StringComparison.Ordinal);
            }

            _at++;
        }
    }

    // Nothing behind it can be trusted to be what it looks like.
    private void Unreadable(int start)
    {
        _at = _text.Length;
        Add(FilterTokenKind.Unreadable, start, null, _text[start..], '\0');
    }

    private void SkipWhile(Func<char, bool> belongs)
    {
        while (_at < _text.Length && belongs(_text[_at]))
        {
            _at++;
        }
    }

    private void Add(FilterTokenKind kind, int start, string? prefix, string value, char quote) =>
        _tokens.Add(new FilterToken(kind, _text[start.._at], prefix, value, quote));

    private static bool IsWordCharacter(char c) => char.IsLetterOrDigit(c) || WordCharacters.Contains(c, StringComparison.Ordinal);
}
