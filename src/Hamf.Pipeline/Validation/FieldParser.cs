using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>
/// The rules of one column, compiled from its <see cref="ColumnSpec"/>: turns the text of a value into a cell of a row, or says which rule it
/// breaks. CSV files, JSON lines and REST bodies all come through here. Immutable and thread-safe.
/// </summary>
internal abstract class FieldParser(int column, ColumnSpec spec)
{
    /// <summary>Position of the column in the schema.</summary>
    protected int Column { get; } = column;

    /// <summary>The column as declared.</summary>
    public ColumnSpec Spec { get; } = spec;

    /// <summary>Puts the value into the row.</summary>
    /// <param name="text">The value as UTF-8, without quotes or escapes; not empty.</param>
    /// <param name="row">Receives the value.</param>
    /// <returns>Null, or the rule that the value breaks, in words.</returns>
    public abstract string? Read(ReadOnlySpan<byte> text, Row row);

    /// <summary>The parser for a column.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="column">Position of the column.</param>
    /// <param name="decimalSign">The decimal sign of numbers in this source.</param>
    /// <exception cref="ArgumentException">The column's declaration cannot be followed: an unknown time zone, a positive class of the wrong type.</exception>
    public static FieldParser Create(EventSchema schema, int column, char decimalSign)
    {
        ColumnSpec spec = schema.Columns[column];
        if (column == schema.LabelIndex)
        {
            return LabelParser.Create(column, spec, decimalSign);
        }

        return spec.Role == ColumnRole.Ignore ? new IgnoredParser(column, spec) : spec.Type switch
        {
            ColumnType.Number => new NumberParser(column, spec, decimalSign),
            ColumnType.Integer => new IntegerParser(column, spec),
            ColumnType.Text => new TextParser(column, spec),
            ColumnType.Time or ColumnType.Date => new TimeParser(column, spec),
            ColumnType.Boolean => new BooleanParser(column, spec),
            _ => throw new ArgumentException($"Column '{spec.Name}' has the unknown type {spec.Type}.", nameof(schema)),
        };
    }

    /// <summary>Text without the spaces and tabs around it: only text columns keep those.</summary>
    protected static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text) =>
        text.Length > 0 && (text[0] <= (byte)' ' || text[^1] <= (byte)' ') ? text.Trim(" \t"u8) : text;
}
