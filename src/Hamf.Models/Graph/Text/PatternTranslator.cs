using System.Globalization;
using System.Text;

namespace Hamf.Models.Graph.Text;

/// <summary>
/// Translates Python's regular expressions to .NET's. Classes of characters are written out, because .NET's differ (its <c>\w</c> takes marks,
/// its <c>\b</c> joiners). Characters beyond U+FFFF and private ones are matched by stand-ins (<see cref="StandIns"/>). What could mean
/// something else in .NET is refused: flags, references, names of groups, anchors by letter.
/// </summary>
internal sealed class PatternTranslator
{
    private const string Word = @"\p{L}\p{N}_\uE000-\uEFFF";
    private const string NotWord =
        @"\p{M}\p{Pd}\p{Ps}\p{Pe}\p{Pi}\p{Pf}\p{Po}\u203F\u2040\u2054\uFE33\uFE34\uFE4D-\uFE4F\uFF3F\p{S}\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{Cn}\uF000-\uF8FF";

    private const string Digit = @"\p{Nd}\uE000-\uE3FF";
    private const string NotDigit = @"\p{L}\p{M}\p{P}\p{S}\p{Z}\p{Nl}\p{No}\p{Cc}\p{Cf}\p{Cs}\p{Cn}\uE400-\uF8FF";
    private const string Space = @"\s\x1C-\x1F";
    private const string NotSpace = @"\p{L}\p{M}\p{N}\p{P}\p{S}\p{Cf}\p{Cs}\p{Co}\p{Cn}\x00-\x08\x0E-\x1B\x7F-\x84\x86-\x9F";

    private readonly string _pattern;
    private readonly StringBuilder _result = new();
    private int _at;

    private PatternTranslator(string pattern) => _pattern = pattern;

    /// <summary>The same expression for .NET.</summary>
    /// <exception cref="ArgumentException">There is none; the message says why.</exception>
    public static string Translate(string pattern)
    {
        var translator = new PatternTranslator(pattern.StartsWith("(?u)", StringComparison.Ordinal) ? pattern[4..] : pattern);
        translator.Run();
        return translator._result.ToString();
    }

    private void Run()
    {
        while (_at < _pattern.Length)
        {
            char c = _pattern[_at++];
            switch (c)
            {
                case '\\':
                    Escape();
                    break;
                case '[':
                    Class();
                    break;
                case '(':
                    Group();
                    break;
                case '{':
                    Repetition();
                    break;
                default:
                    Literal(c);
                    break;
            }
        }
    }

    private void Escape()
    {
        char c = Next();
        _ = c switch
        {
            'w' => _result.Append(CultureInfo.InvariantCulture, $"[{Word}]"),
            'W' => _result.Append(CultureInfo.InvariantCulture, $"[^{Word}]"),
            'd' => _result.Append(CultureInfo.InvariantCulture, $"[{Digit}]"),
            'D' => _result.Append(CultureInfo.InvariantCulture, $"[^{Digit}]"),
            's' => _result.Append(CultureInfo.InvariantCulture, $"[{Space}]"),
            'S' => _result.Append(CultureInfo.InvariantCulture, $"[^{Space}]"),
            'b' => _result.Append(CultureInfo.InvariantCulture, $"(?:(?<=[{Word}])(?![{Word}])|(?<![{Word}])(?=[{Word}]))"),
            'B' => _result.Append(CultureInfo.InvariantCulture, $"(?:(?<=[{Word}])(?=[{Word}])|(?<![{Word}])(?![{Word}]))"),
            _ => Character(c),
        };
    }

    private StringBuilder Character(char c)
    {
        if (c is 'n' or 't' or 'r' or 'f' or 'v' or 'x' or 'u')
        {
            return _result.Append('\\').Append(c);
        }

        return !char.IsAsciiLetterOrDigit(c) && c < 128
            ? _result.Append('\\').Append(c)
            : throw Refused($@"\{c}");
    }

    private void Class()
    {
        _result.Append('[');
        if (Peek() == '^')
        {
            _result.Append(Next());
        }

        for (bool isFirst = true; isFirst || Peek() != ']'; isFirst = false)
        {
            char c = Next();
            _ = c switch
            {
                '\\' => InClass(Next()),
                '[' or ']' => _result.Append('\\').Append(c),
                _ => Literal(c),
            };
        }

        _result.Append(Next());
    }

    private StringBuilder InClass(char c) => c switch
    {
        'w' => _result.Append(Word),
        'W' => _result.Append(NotWord),
        'd' => _result.Append(Digit),
        'D' => _result.Append(NotDigit),
        's' => _result.Append(Space),
        'S' => _result.Append(NotSpace),
        'b' => _result.Append(@"\x08"),
        _ => Character(c),
    };

    // (, (?:, (?=, (?!, (?<=, (?<! mean the same in both.
    private void Group()
    {
        _result.Append('(');
        if (Peek() != '?')
        {
            return;
        }

        string rest = _pattern[_at..];
        string? known = Array.Find(["?:", "?=", "?!", "?<=", "?<!"], start => rest.StartsWith(start, StringComparison.Ordinal));
        _result.Append(known ?? throw Refused("(" + rest[..Math.Min(rest.Length, 3)]));
        _at += known.Length;
    }

    // {,n} is {0,n} in Python and plain text in .NET.
    private void Repetition()
    {
        _result.Append('{');
        if (Peek() == ',')
        {
            _result.Append('0');
        }
    }

    private StringBuilder Literal(char c) => char.IsSurrogate(c) || char.GetUnicodeCategory(c) == UnicodeCategory.PrivateUse
        ? throw Refused("a character beyond U+FFFF or a private one")
        : _result.Append(c);

    private char Peek() => _at < _pattern.Length ? _pattern[_at] : '\0';

    private char Next() => _at < _pattern.Length ? _pattern[_at++] : throw Refused("an unfinished end");

    private ArgumentException Refused(string what) => new($"The token_pattern '{_pattern}' has {what}, which cannot be taken over.");
}
