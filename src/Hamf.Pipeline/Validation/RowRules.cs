using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>
/// The rules of a whole row: one parser per column and what missing means. The single door from text to rows for every source.
/// Immutable and thread-safe.
/// </summary>
internal sealed class RowRules
{
    private readonly FieldParser[] _parsers;
    private readonly string?[] _missingRules;

    /// <summary>Compiles the schema.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="decimalSign">The decimal sign of numbers in this source.</param>
    /// <param name="requireLabel">Whether a row without a label is refused (unless the label is nullable).</param>
    /// <exception cref="ArgumentException">A column's declaration cannot be followed.</exception>
    public RowRules(EventSchema schema, char decimalSign, bool requireLabel)
    {
        Schema = schema;
        _parsers = schema.Columns.Select((_, c) => FieldParser.Create(schema, c, decimalSign)).ToArray();
        _missingRules = schema.Columns.Select((spec, c) => MissingRule(spec, c == schema.LabelIndex, requireLabel)).ToArray();
    }

    /// <summary>The schema.</summary>
    public EventSchema Schema { get; }

    /// <summary>Puts a value into the row; an empty one is missing.</summary>
    /// <returns>Null, or the rule that the value breaks.</returns>
    public string? Read(int column, ReadOnlySpan<byte> text, Row row)
    {
        if (text.IsEmpty)
        {
            return ReadMissing(column, row);
        }

        return text.Length > RowLimits.FieldBytesMax ? FieldRules.FieldLength : _parsers[column].Read(text, row);
    }

    /// <summary>Makes the cell missing.</summary>
    /// <returns>Null, or the rule that a missing value breaks.</returns>
    public string? ReadMissing(int column, Row row)
    {
        row.SetMissing(column);
        return _missingRules[column];
    }

    /// <summary>The reject for a value that breaks a rule: the value cut, and masked when personal.</summary>
    public Reject Reject(long lineNumber, int column, string rule, ReadOnlySpan<byte> value)
    {
        ColumnSpec spec = Schema.Columns[column];
        return new Reject(lineNumber, spec.Name, rule, Masking.Shown(value, spec.Personal));
    }

    private static string? MissingRule(ColumnSpec spec, bool isLabel, bool requireLabel)
    {
        if (spec.Nullable || spec.Role == ColumnRole.Ignore)
        {
            return null;
        }

        if (isLabel)
        {
            return requireLabel ? FieldRules.Label : null;
        }

        return FieldRules.Present;
    }
}
