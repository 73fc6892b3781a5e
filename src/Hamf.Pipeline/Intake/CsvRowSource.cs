using System.Globalization;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Validation;

namespace Hamf.Pipeline.Intake;

/// <summary>Rows of a CSV file with a header.</summary>
internal sealed class CsvRowSource : RowSource
{
    private readonly CsvRecords _records;
    private readonly RowRules _rules;
    private readonly (int Column, int Field)[] _cells;

    private CsvRowSource(CsvRecords records, RowRules rules, int[] fieldOf)
    {
        _records = records;
        _rules = rules;
        _cells = fieldOf.Select((field, column) => (column, field)).Where(c => c.field >= 0).ToArray();
    }

    /// <inheritdoc/>
    public override long LineNumber => _records.LineNumber;

    /// <summary>Reads the header.</summary>
    /// <exception cref="RowFileException">The header does not fit the schema.</exception>
    public static CsvRowSource Open(string name, ByteWindow window, EventSchema schema, bool requireLabel)
    {
        var records = new CsvRecords(window, schema.Delimiter);
        int[] fieldOf = CsvHeader.Read(name, records, schema, requireLabel);
        return new CsvRowSource(records, new RowRules(schema, schema.DecimalSign, requireLabel), fieldOf);
    }

    /// <inheritdoc/>
    public override bool Read(Row row, out Reject? reject)
    {
        reject = null;
        if (!_records.MoveNext())
        {
            return false;
        }

        if (_records.BrokenRule is { } broken)
        {
            reject = new Reject(_records.LineNumber, "", broken, FoundFields(_records.FieldCount));
            return true;
        }

        foreach ((int column, int field) in _cells)
        {
            ReadOnlySpan<byte> text = _records.Field(field);
            if (_rules.Read(column, text, row) is { } rule)
            {
                reject = _rules.Reject(_records.LineNumber, column, rule, text);
                return true;
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Dispose() => _records.Dispose();

    // The line itself stays out of the reject: it may hold personal values in any place.
    private static string FoundFields(int count) => count switch
    {
        0 => "",
        1 => "1 field",
        _ => string.Create(CultureInfo.InvariantCulture, $"{count} fields"),
    };
}
