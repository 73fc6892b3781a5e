using System.Globalization;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>
/// Takes the values of one map by name, with a problem for each that is not as expected, and at the end a problem for each key
/// nobody asked for. Not thread-safe.
/// </summary>
internal sealed class SectionReader
{
    private readonly YamlMap _map;
    private readonly string _path;
    private readonly ProblemList _problems;
    private readonly List<string> _known = [];

    /// <param name="map">The map to read.</param>
    /// <param name="path">How problems name it: <c>training</c>, <c>events.columns.amt</c>; empty for the file itself.</param>
    /// <param name="problems">Receives the problems.</param>
    public SectionReader(YamlMap map, string path, ProblemList problems)
    {
        _map = map;
        _path = path;
        _problems = problems;
    }

    /// <summary>The line of a key, or of the section when the key is not there.</summary>
    public int LineOf(string key) => _map.Find(key)?.Line ?? _map.Line;

    public bool Has(string key) => _map.Find(key) is not null;

    /// <summary>The value as it stands, or null when it is absent or empty.</summary>
    public YamlItem? Item(string key)
    {
        _known.Add(key);
        return _map.Find(key)?.Value is YamlText { IsNothing: true } ? null : _map.Find(key)?.Value;
    }

    /// <summary>A part of the file with keys of its own; an absent one is null.</summary>
    public SectionReader? Section(string key)
    {
        YamlItem? item = Item(key);
        if (item is null or YamlMap)
        {
            return item is YamlMap map ? new SectionReader(map, Name(key), _problems) : null;
        }

        _problems.Add(LineOf(key), $"{Name(key)} is {Describe(item)}; expected keys below it, indented");
        return null;
    }

    public string? Text(string key)
    {
        YamlItem? item = Item(key);
        if (item is YamlText text)
        {
            return text.Value;
        }

        if (item is not null || Has(key))
        {
            _problems.Add(LineOf(key), $"{Name(key)} is {Describe(item)}; expected a text");
        }

        return null;
    }

    /// <summary>One text or a list of texts; null when absent.</summary>
    public IReadOnlyList<string>? Texts(string key)
    {
        YamlItem? item = Item(key);
        switch (item)
        {
            case null:
                return null;
            case YamlText one:
                return [one.Value];
            case YamlList list when list.Items.All(i => i is YamlText):
                return [.. list.Items.Select(i => ((YamlText)i).Value)];
            default:
                _problems.Add(LineOf(key), $"{Name(key)} is {Describe(item)}; expected a list of texts such as [a, b]");
                return null;
        }
    }

    public bool? Flag(string key)
    {
        string? text = Text(key);
        if (text is null or "true" or "false")
        {
            return text is null ? null : text == "true";
        }

        Wrong(key, text, "true or false");
        return null;
    }

    public double? Number(string key, Limits limits)
    {
        string? text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (NumberText.TryParse(text, out double value) && limits.Hold(value))
        {
            return value;
        }

        Wrong(key, text, limits.ToString());
        return null;
    }

    public int? Whole(string key, int min, int max)
    {
        string? text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= min && value <= max)
        {
            return value;
        }

        Wrong(key, text, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));
        return null;
    }

    public TimeSpan? Span(string key, TimeSpan min, TimeSpan max)
    {
        string? text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (TimeSpanText.TryParse(text, out TimeSpan span) && span >= min && span <= max)
        {
            return span;
        }

        Wrong(key, text, $"a span from {TimeSpanText.Format(min)} to {TimeSpanText.Format(max)}, such as 15s, 1h30m or 7d");
        return null;
    }

    public T? Choice<T>(string key)
        where T : struct, Enum
    {
        string? text = Text(key);
        if (text is null)
        {
            return null;
        }

        if (ChoiceNames<T>.TryParse(text, out T value))
        {
            return value;
        }

        Wrong(key, text, $"one of {string.Join(", ", ChoiceNames<T>.All)}", Suggestion.For(text, ChoiceNames<T>.All));
        return null;
    }

    /// <summary>Reports a value that is not as expected.</summary>
    public void Wrong(string key, string found, string expected, string hint = "") =>
        _problems.Add(LineOf(key), $"{Name(key)} is '{Cut(found)}'; expected {expected}{hint}");

    /// <summary>Reports something about a key.</summary>
    public void Fault(string key, string message) => _problems.Add(LineOf(key), $"{Name(key)} {message}");

    /// <summary>Reports every key that was not asked for.</summary>
    public void End()
    {
        foreach (YamlEntry entry in _map.Entries.Where(e => !_known.Contains(e.Key)))
        {
            string message = entry.Key == "<<"
                ? "merge keys (<<) are not used in a detector; write the values out"
                : $"unknown key '{Cut(entry.Key)}'{(_path.Length == 0 ? "" : $" in {_path}")}{Hint(entry.Key)}";
            _problems.Add(entry.Line, message);
        }
    }

    /// <summary>What a node is, in words.</summary>
    public static string Describe(YamlItem? item) => item switch
    {
        YamlText { IsNothing: false } text => $"'{Cut(text.Value)}'",
        YamlList => "a list",
        YamlMap => "a map",
        _ => "empty",
    };

    private string Name(string key) => _path.Length == 0 ? key : $"{_path}.{key}";

    private string Hint(string key)
    {
        string hint = Suggestion.For(key, _known);
        return hint.Length > 0 ? hint : $"; expected {string.Join(", ", _known)}";
    }

    private static string Cut(string text) => text.Length <= 64 ? text : text[..64] + "...";
}
