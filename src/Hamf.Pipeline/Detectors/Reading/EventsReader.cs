using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Reads <c>events:</c>, the schema of an event.</summary>
internal sealed class EventsReader
{
    private const int MaxColumns = 5_000;

    private readonly ProblemList _problems;
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);

    public EventsReader(ProblemList problems) => _problems = problems;

    /// <summary>Names of columns with a problem of their own.</summary>
    public HashSet<string> Faulty { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the section.</summary>
    /// <returns>The schema as far as it could be read, or null when there are no columns.</returns>
    public EventSchema? Read(SectionReader? events, int line)
    {
        if (events is null)
        {
            _problems.Add(line, "events is missing; expected events: with columns: below it");
            return null;
        }

        char delimiter = ReadSign(events, "delimiter", "comma, semicolon, tab or pipe", ',');
        char decimalSign = ReadSign(events, "decimal", "point or comma", '.');
        if (delimiter == decimalSign)
        {
            events.Fault(events.Has("delimiter") ? "delimiter" : "decimal", "and the other sign are both a comma; files cannot be read so");
        }

        YamlItem? columns = events.Item("columns");
        events.End();
        if (columns is not YamlMap map || map.Entries.Count is 0 or > MaxColumns)
        {
            _problems.Add(events.LineOf("columns"),
                $"events.columns is {SectionReader.Describe(columns)}; expected 1 to {MaxColumns} columns such as 'amount: number'");
            return null;
        }

        var specs = map.Entries.Select(ReadColumn).ToList();
        CheckRoles(specs);
        CheckAliases(specs);
        return new EventSchema(specs) { Delimiter = delimiter, DecimalSign = decimalSign };
    }

    private ColumnSpec ReadColumn(YamlEntry entry)
    {
        int before = _problems.Count;
        ColumnSpec column = ColumnReader.Read(entry, _problems);
        _lines[column.Name] = entry.Line;
        if (_problems.Count > before)
        {
            Faulty.Add(column.Name);
        }

        return column;
    }

    private static char ReadSign(SectionReader events, string key, string allowed, char usual)
    {
        string? text = events.Text(key);
        switch (text)
        {
            case null:
                return usual;
            case "comma" or ",":
                return ',';
            case "semicolon" or ";" when key == "delimiter":
                return ';';
            case "tab" or "\t" when key == "delimiter":
                return '\t';
            case "pipe" or "|" when key == "delimiter":
                return '|';
            case "point" or "." when key == "decimal":
                return '.';
            default:
                events.Wrong(key, text, allowed);
                return usual;
        }
    }

    private void CheckRoles(List<ColumnSpec> columns)
    {
        foreach (ColumnRole role in (ColumnRole[])[ColumnRole.Key, ColumnRole.Time, ColumnRole.Label])
        {
            List<ColumnSpec> holders = columns.FindAll(c => c.Role == role);
            foreach (ColumnSpec second in holders.Skip(1))
            {
                _problems.Add(_lines[second.Name],
                    $"column '{second.Name}' has role {ChoiceNames<ColumnRole>.Of(role)}, which '{holders[0].Name}' on line "
                    + $"{_lines[holders[0].Name]} has already; expected at most one");
            }
        }
    }

    private void CheckAliases(List<ColumnSpec> columns)
    {
        var owner = columns.ToDictionary(c => c.Name, c => c.Name, StringComparer.Ordinal);
        foreach (ColumnSpec column in columns)
        {
            foreach (string alias in column.Aliases)
            {
                if (alias.Length == 0)
                {
                    _problems.Add(_lines[column.Name], $"column '{column.Name}' has an empty alias");
                }
                else if (!owner.TryAdd(alias, column.Name))
                {
                    _problems.Add(_lines[column.Name],
                        $"alias '{alias}' of column '{column.Name}' already names column '{owner[alias]}'");
                }
            }
        }
    }
}
