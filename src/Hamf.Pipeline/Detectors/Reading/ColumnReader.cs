using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Reads one column of <c>events.columns</c>.</summary>
internal sealed class ColumnReader
{
    private readonly ProblemList _problems;
    private readonly string _name;
    private readonly int _line;

    private ColumnReader(YamlEntry entry, ProblemList problems)
    {
        _problems = problems;
        _name = entry.Key;
        _line = entry.Line;
    }

    /// <summary>Reads the column, reporting everything wrong with it.</summary>
    /// <returns>The column; it is only meaningful when no problem was reported.</returns>
    public static ColumnSpec Read(YamlEntry entry, ProblemList problems)
    {
        var reader = new ColumnReader(entry, problems);
        if (entry.Key.Length is 0 or > 200 || entry.Key.Any(char.IsControl))
        {
            problems.Add(entry.Line, "a column's name has 1 to 200 characters without line breaks; an unnamed first column of a "
                + "file is skipped and need not be declared");
        }

        return entry.Value switch
        {
            YamlMap map => reader.ReadMap(map),
            YamlText { IsNothing: false } text => reader.ReadShort(text),
            _ => reader.Nothing(entry.Value),
        };
    }

    private ColumnSpec Nothing(YamlItem value)
    {
        _problems.Add(_line, $"column '{_name}' is {SectionReader.Describe(value)}; expected a type such as 'text', "
            + "or keys such as {type: number, role: feature}");
        return Blank();
    }

    private ColumnSpec Blank() => new() { Name = _name, Type = ColumnType.Text, Role = ColumnRole.Feature };

    private ColumnSpec ReadShort(YamlText text)
    {
        string[] words = text.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        ColumnRole role = ColumnRole.Feature;
        if (words.Length is 1 or 2
            && ChoiceNames<ColumnType>.TryParse(words[0], out ColumnType type)
            && (words.Length == 1 || ChoiceNames<ColumnRole>.TryParse(words[1], out role)))
        {
            return Checked(Blank() with { Type = type, Role = role });
        }

        _problems.Add(text.Line, $"column '{_name}' is '{text.Value}'; expected a type ({string.Join(", ", ChoiceNames<ColumnType>.All)}), "
            + $"then if needed a role ({string.Join(", ", ChoiceNames<ColumnRole>.All)})"
            + Suggestion.For(words.FirstOrDefault(""), ChoiceNames<ColumnType>.All));
        return Blank();
    }

    private ColumnSpec ReadMap(YamlMap map)
    {
        int before = _problems.Count;
        var keys = new SectionReader(map, $"events.columns.{_name}", _problems);
        ColumnType? type = keys.Choice<ColumnType>("type");
        ColumnRole role = keys.Choice<ColumnRole>("role") ?? ColumnRole.Feature;
        if (!keys.Has("type"))
        {
            _problems.Add(_line, $"column '{_name}' has no type; expected type: with one of {string.Join(", ", ChoiceNames<ColumnType>.All)}");
        }

        ColumnSpec column = Blank() with
        {
            Type = type ?? ColumnType.Text,
            Role = role,
            Unit = keys.Text("unit"),
            Nullable = keys.Flag("nullable") ?? false,
            Personal = keys.Flag("personal") ?? false,
            Aliases = keys.Texts("aliases") ?? [],
            Categories = keys.Texts("categories"),
        };
        column = ReadRange(ReadTimes(column, keys), keys) with { Positive = ReadPositive(column, keys) };
        CheckCategories(column, keys, type);
        keys.End();
        return _problems.Count == before ? Checked(column) : column;
    }

    private static ColumnSpec ReadTimes(ColumnSpec column, SectionReader keys)
    {
        IReadOnlyList<string>? formats = keys.Texts("formats");
        IReadOnlyList<string>? format = keys.Texts("format");
        string? zone = keys.Text("time_zone");
        if (formats is not null && format is not null)
        {
            keys.Fault("format", "and formats are both given; keep one");
        }

        formats ??= format;
        bool isTime = column.Type is ColumnType.Time or ColumnType.Date;
        string formatKey = keys.Has("formats") ? "formats" : "format";
        if (formats is not null && !isTime)
        {
            keys.Fault(formatKey, "is for columns of type time or date");
        }
        else if (formats?.Select(TimePattern.Fault).FirstOrDefault(f => f is not null) is { } fault)
        {
            keys.Fault(formatKey, fault);
        }

        if (zone is not null && column.Type != ColumnType.Time)
        {
            keys.Fault("time_zone", "is for columns of type time");
        }
        else if (zone is not null && !TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _))
        {
            keys.Wrong("time_zone", zone, "an IANA time zone such as UTC or Europe/Berlin");
        }

        return column with { Formats = formats is { Count: > 0 } ? formats : column.Formats, TimeZone = zone ?? column.TimeZone };
    }

    private ColumnSpec ReadRange(ColumnSpec column, SectionReader keys)
    {
        YamlItem? range = keys.Item("range");
        double? min = ReadBound(column, keys, "min", keys.Text("min"));
        double? max = ReadBound(column, keys, "max", keys.Text("max"));
        if (range is YamlList { Items: [YamlText low, YamlText high] })
        {
            if (keys.Has("min") || keys.Has("max"))
            {
                keys.Fault("range", "and min or max are both given; keep one");
            }

            min = low.IsNothing ? null : ReadBound(column, keys, "range", low.Value);
            max = high.IsNothing ? null : ReadBound(column, keys, "range", high.Value);
        }
        else if (range is not null)
        {
            keys.Fault("range", $"is {SectionReader.Describe(range)}; expected [lowest, highest], either may be null");
        }

        if (min > max)
        {
            string key = range is null ? "min" : "range";
            keys.Fault(key, $"of column '{_name}': the lowest value is above the highest");
        }

        return column with { Min = min, Max = max };
    }

    private static double? ReadBound(ColumnSpec column, SectionReader keys, string key, string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (column.Type is ColumnType.Text or ColumnType.Boolean)
        {
            keys.Fault(key, "is for columns of type number, integer, time or date");
            return null;
        }

        bool isTime = column.Type is ColumnType.Time or ColumnType.Date;
        if (isTime ? TimePattern.TryReadIso(text, out double value) : NumberText.TryParse(text, out value))
        {
            return value;
        }

        keys.Wrong(key, text, isTime ? "a day such as 2020-01-31" : "a number");
        return null;
    }

    private static string ReadPositive(ColumnSpec column, SectionReader keys)
    {
        string? positive = keys.Text("positive");
        if (positive is null)
        {
            return column.Positive;
        }

        if (column.Role != ColumnRole.Label)
        {
            keys.Fault("positive", "is for the column of role label");
        }
        else if (column.Type is ColumnType.Number or ColumnType.Integer && !NumberText.TryParse(positive, out _))
        {
            keys.Wrong("positive", positive, $"a number, as the column is of type {ChoiceNames<ColumnType>.Of(column.Type)}");
        }
        else if (column.Type is ColumnType.Boolean && positive.ToLowerInvariant() is not ("1" or "0" or "true" or "false" or "yes" or "no"))
        {
            keys.Wrong("positive", positive, "true or false");
        }

        return positive;
    }

    private static void CheckCategories(ColumnSpec column, SectionReader keys, ColumnType? type)
    {
        if (column.Categories is not { } categories)
        {
            return;
        }

        if (type is ColumnType.Time or ColumnType.Date or ColumnType.Boolean)
        {
            keys.Fault("categories", "is for columns of type text, number or integer");
        }
        else if (type is ColumnType.Number or ColumnType.Integer && categories.FirstOrDefault(c => !NumberText.TryParse(c, out _)) is { } odd)
        {
            keys.Wrong("categories", odd, $"numbers, as the column is of type {ChoiceNames<ColumnType>.Of(column.Type)}");
        }
        else if (categories.Count == 0)
        {
            keys.Fault("categories", "is empty; list the accepted texts, or remove the key to accept any");
        }
        else if (categories.GroupBy(c => c, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            keys.Fault("categories", $"lists '{twice.Key}' twice");
        }
        else if (column.Role == ColumnRole.Label && !categories.Contains(column.Positive))
        {
            keys.Fault("categories", $"does not list the positive class '{column.Positive}'");
        }
    }

    /// <summary>Checks that the type suits the role.</summary>
    private ColumnSpec Checked(ColumnSpec column)
    {
        string type = ChoiceNames<ColumnType>.Of(column.Type);
        string? fault = column.Role switch
        {
            ColumnRole.Key when column.Type is not (ColumnType.Text or ColumnType.Integer) =>
                $"a key is of type text or integer, so that it survives bit for bit; found {type}",
            ColumnRole.Key when column.Nullable => "a key cannot be nullable: every event needs its id",
            ColumnRole.Entity when column.Type is not (ColumnType.Text or ColumnType.Integer) =>
                $"an entity is of type text or integer; found {type}",
            ColumnRole.Time when column.Type is not (ColumnType.Time or ColumnType.Date) =>
                $"the time column is of type time (or date); found {type}. Seconds since 1970 are type: time with format: unix_s",
            ColumnRole.Time when column.Nullable => "the time column cannot be nullable: windows and splits need it in every row",
            ColumnRole.Label when column.Type is ColumnType.Time or ColumnType.Date =>
                $"a label is of type text, integer, number or boolean; found {type}",
            _ => null,
        };
        if (fault is not null)
        {
            _problems.Add(_line, $"column '{_name}': {fault}");
        }

        return column;
    }
}
