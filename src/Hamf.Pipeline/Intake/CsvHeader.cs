using System.Globalization;
using System.Text;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Intake;

/// <summary>Finds the schema's columns in the header of a CSV file.</summary>
internal static class CsvHeader
{
    private const int ListedMax = 40;
    private static readonly char[] UsualDelimiters = [',', ';', '\t', '|'];

    /// <summary>Reads the first record.</summary>
    /// <returns>By schema column the field's index, or -1 when the file does not have it and need not.</returns>
    /// <exception cref="RowFileException">There is no header, or it is ambiguous or incomplete; the message lists everything at once.</exception>
    public static int[] Read(string name, CsvRecords records, EventSchema schema, bool requireLabel)
    {
        if (!records.MoveNext())
        {
            throw new RowFileException($"{name} is empty; expected a header line with the column names.");
        }

        if (records.BrokenRule is { } rule)
        {
            throw new RowFileException($"{name} line {records.LineNumber}: the header cannot be read; expected {rule}.");
        }

        if (records.FieldCount > RowLimits.ColumnsMax)
        {
            throw new RowFileException(Text($"{name} has {records.FieldCount} columns; at most {RowLimits.ColumnsMax} are read."));
        }

        string[] names = Enumerable.Range(0, records.FieldCount).Select(i => Encoding.UTF8.GetString(records.Field(i)).Trim()).ToArray();
        int[] fieldOf = Map(names, schema);
        ThrowIfUnfit(name, names, fieldOf, schema, requireLabel);
        records.ExpectedFields = names.Length;
        return fieldOf;
    }

    private static int[] Map(string[] names, EventSchema schema)
    {
        var targets = new MemberNames(schema);
        var fieldOf = new int[schema.Columns.Count];
        var rankOf = new int[schema.Columns.Count];
        Array.Fill(fieldOf, -1);
        for (int field = 0; field < names.Length; field++)
        {
            foreach (MemberTarget target in targets.Find(names[field]))
            {
                if (fieldOf[target.Column] < 0 || target.Rank < rankOf[target.Column])
                {
                    fieldOf[target.Column] = field;
                    rankOf[target.Column] = target.Rank;
                }
            }
        }

        return fieldOf;
    }

    private static void ThrowIfUnfit(string name, string[] names, int[] fieldOf, EventSchema schema, bool requireLabel)
    {
        var problems = new List<string>();
        string[] repeated = names.Where(n => n.Length > 0).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key).ToArray();
        if (repeated.Length > 0)
        {
            problems.Add($"these names occur more than once in its header: {Listed(repeated)}");
        }

        string[] missing = schema.Columns
            .Where((c, i) => fieldOf[i] < 0 && c.Role != ColumnRole.Ignore && (i != schema.LabelIndex || requireLabel))
            .Select(WithAliases)
            .ToArray();
        if (missing.Length > 0 && OtherDelimiter(names, schema) is { } other)
        {
            problems.Add($"it seems to be separated by {Word(other)}, the schema says {Word(schema.Delimiter)}; set events.delimiter in detector.yaml");
        }
        else if (missing.Length > 0)
        {
            problems.Add($"these columns of the schema are missing: {Listed(missing)}. Its header has: {Listed(names)}");
        }

        if (problems.Count > 0)
        {
            throw new RowFileException($"{name} does not fit the schema: {string.Join("; ", problems)}.");
        }
    }

    private static string WithAliases(ColumnSpec column) =>
        column.Aliases.Count == 0 ? column.Name : $"{column.Name} (or {string.Join(", ", column.Aliases)})";

    private static char? OtherDelimiter(string[] names, EventSchema schema) => names.Length == 1
        ? Array.ConvertAll(UsualDelimiters, d => (char?)d).FirstOrDefault(d => d != schema.Delimiter && names[0].Contains(d!.Value, StringComparison.Ordinal))
        : null;

    private static string Word(char delimiter) => delimiter switch
    {
        ',' => "comma",
        ';' => "semicolon",
        '\t' => "tab",
        _ => "pipe",
    };

    private static string Listed(string[] names)
    {
        string list = string.Join(", ", names.Take(ListedMax).Select(n => Masking.Shown(n, personal: false)));
        return names.Length <= ListedMax ? list : Text($"{list} and {names.Length - ListedMax} more");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
