namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Changes the text of a detector that has been read without a problem, by whole lines; comments and order stay.</summary>
internal static class DetectorText
{
    /// <summary>The text without a key of a section. A section that has no other key, or is written in one line, goes as a whole.</summary>
    public static string Without(string yaml, string section, string key)
    {
        YamlMap root = Root(yaml);
        if (root.Find(section) is not { Value: YamlMap { Entries: var entries } } outer || entries.All(e => e.Key != key))
        {
            return yaml;
        }

        (int from, int to) = Span(root.Entries, outer, int.MaxValue);
        bool isInLines = entries.Count > 1 && entries[0].Line > outer.Line && entries.Select(e => e.Line).Distinct().Count() == entries.Count;
        return isInLines ? Replace(yaml, Span(entries, entries.First(e => e.Key == key), to), null) : Replace(yaml, (from, to), null);
    }

    /// <summary>The text with another name.</summary>
    public static string WithName(string yaml, string name)
    {
        YamlMap root = Root(yaml);
        return Replace(yaml, Span(root.Entries, root.Find("name")!, int.MaxValue), $"name: {Inference.YamlScalar.Of(name)}");
    }

    private static YamlMap Root(string yaml) => YamlTree.Read(yaml, new ProblemList("")) as YamlMap
        ?? throw new ArgumentException("The text is no detector that has been read.", nameof(yaml));

    // An entry reaches to the line before the next one.
    private static (int From, int To) Span(IReadOnlyList<YamlEntry> entries, YamlEntry entry, int end) =>
        (entry.Line, entries.Where(e => e.Line > entry.Line).Select(e => e.Line - 1).DefaultIfEmpty(end).Min());

    private static string Replace(string yaml, (int From, int To) lines, string? with)
    {
        string[] all = yaml.Split('\n');
        IEnumerable<string> kept = [.. all.Take(lines.From - 1), .. with is null ? [] : (string[])[with], .. all.Skip(lines.To)];
        return string.Join('\n', kept);
    }
}
