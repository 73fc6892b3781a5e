using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Reads <c>features:</c>: a map of names and expressions, or a list of columns.</summary>
internal sealed class FeaturesReader(ProblemList problems)
{
    private const int MaxFeatures = 5_000;
    private const int MaxExpressionLength = 4_000;
    private const int MaxReasonLength = 200;

    /// <summary>Reads the section; without one every column of role feature is a feature.</summary>
    /// <param name="item">The section, or null.</param>
    /// <param name="line">Its line.</param>
    /// <param name="schema">The columns, or null when they could not be read.</param>
    public IReadOnlyList<FeatureSpec> Read(YamlItem? item, int line, EventSchema? schema)
    {
        switch (item)
        {
            case YamlMap { Entries.Count: > MaxFeatures } or YamlList { Items.Count: > MaxFeatures }:
                problems.Add(line, $"features lists more than {MaxFeatures} features");
                return [];
            case YamlMap { Entries.Count: > 0 } map:
                return [.. map.Entries.Select(ReadEntry).OfType<FeatureSpec>()];
            case YamlList { Items.Count: > 0 } list:
                return ReadList(list);
            case null or YamlMap or YamlList:
                return schema is null ? [] : AllColumns(schema, line);
            default:
                problems.Add(line, $"features is {SectionReader.Describe(item)}; expected 'name: expression' lines below it, or a list of columns");
                return [];
        }
    }

    private FeatureSpec? ReadEntry(YamlEntry entry)
    {
        if (entry.Key.Trim().Length is 0 or > 200 || entry.Key.Any(char.IsControl))
        {
            problems.Add(entry.Line, "a feature's name has 1 to 200 characters without line breaks");
            return null;
        }

        switch (entry.Value)
        {
            case YamlText { IsNothing: true }:
                return Checked(entry.Key, ColumnExpression.Of(entry.Key), entry.Key, entry.Line);
            case YamlText text:
                return Checked(entry.Key, text.Value, entry.Key, entry.Line);
            case YamlMap map:
                var keys = new SectionReader(map, $"features.{entry.Key}", problems);
                string? expression = keys.Text("expr");
                string? group = keys.Text("group");
                string? reason = keys.Text("reason");
                if (!keys.Has("expr"))
                {
                    problems.Add(entry.Line, $"features.{entry.Key} has no expr; expected expr: with an expression");
                }

                keys.End();
                CheckReason(entry, reason);
                FeatureSpec? spec = expression is null ? null : Checked(entry.Key, expression, group ?? entry.Key, entry.Line);
                return spec is null ? null : spec with { Reason = reason };
            default:
                problems.Add(entry.Line, $"features.{entry.Key} is a list; expected an expression");
                return null;
        }
    }

    private void CheckReason(YamlEntry entry, string? reason)
    {
        if (reason is null)
        {
            return;
        }

        if (reason.Trim().Length is 0 or > MaxReasonLength || reason.Any(char.IsControl))
        {
            problems.Add(entry.Line, $"features.{entry.Key}.reason has 1 to {MaxReasonLength} characters without line breaks");
        }
        else if (reason.Replace(FeatureSpec.ValueMark, "", StringComparison.Ordinal).AsSpan().ContainsAny('{', '}'))
        {
            problems.Add(entry.Line, $"features.{entry.Key}.reason holds a bracket that is not part of {FeatureSpec.ValueMark}; {FeatureSpec.ValueMark} stands for the feature's value, anything else is plain text");
        }
    }

    private FeatureSpec? Checked(string name, string expression, string group, int line)
    {
        if (expression.Trim().Length is > 0 and <= MaxExpressionLength)
        {
            return new FeatureSpec(name, expression.Trim(), group, line);
        }

        problems.Add(line, $"features.{name} is empty or longer than {MaxExpressionLength} characters; expected an expression");
        return null;
    }

    private List<FeatureSpec> ReadList(YamlList list)
    {
        var features = new Dictionary<string, FeatureSpec>(StringComparer.Ordinal);
        foreach (YamlItem item in list.Items)
        {
            if (item is not YamlText { IsNothing: false } text)
            {
                problems.Add(item.Line, $"a feature is {SectionReader.Describe(item)}; in a list, expected names of columns");
            }
            else if (!features.TryAdd(text.Value, new FeatureSpec(text.Value, ColumnExpression.Of(text.Value), text.Value, text.Line)))
            {
                problems.Add(text.Line, $"feature '{text.Value}' is listed twice; the first is on line {features[text.Value].Line}");
            }
        }

        return [.. features.Values.OrderBy(f => f.Line)];
    }

    private List<FeatureSpec> AllColumns(EventSchema schema, int line)
    {
        var features = schema.Columns
            .Where(c => c.Role == ColumnRole.Feature && c.Type is not (ColumnType.Time or ColumnType.Date))
            .Select(c => new FeatureSpec(c.Name, ColumnExpression.Of(c.Name), c.Name, line))
            .ToList();
        if (features.Count == 0)
        {
            problems.Add(line, "there is nothing to learn from: no features are listed and no column of role feature is a number, "
                + "integer, boolean or text");
        }

        return features;
    }
}
