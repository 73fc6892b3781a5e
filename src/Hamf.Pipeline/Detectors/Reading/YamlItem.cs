namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>One node of a YAML document with the line it stands on. Immutable.</summary>
/// <param name="Line">1-based.</param>
internal abstract record YamlItem(int Line);

/// <summary>A single value.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Value">The text without its quotes.</param>
/// <param name="IsQuoted">Whether it was quoted, so that <c>""</c> and nothing differ.</param>
internal sealed record YamlText(int Line, string Value, bool IsQuoted) : YamlItem(Line)
{
    /// <summary>True for an empty value, <c>~</c> and <c>null</c>.</summary>
    public bool IsNothing => !IsQuoted && Value is "" or "~" or "null";
}

/// <summary>A list of values.</summary>
internal sealed record YamlList(int Line, IReadOnlyList<YamlItem> Items) : YamlItem(Line);

/// <summary>Keys and values in the order of the file; keys are unique.</summary>
internal sealed record YamlMap(int Line, IReadOnlyList<YamlEntry> Entries) : YamlItem(Line)
{
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(e => e.Key == key);
}

/// <summary>One <c>key: value</c>.</summary>
internal sealed record YamlEntry(string Key, int Line, YamlItem Value);
