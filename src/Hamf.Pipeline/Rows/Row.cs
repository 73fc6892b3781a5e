using Hamf.Models.Data;

namespace Hamf.Pipeline.Rows;

/// <summary>
/// One validated event: the values of the schema's columns, by column position. Reused from event to event on hot paths;
/// not thread-safe.
/// </summary>
public sealed class Row
{
    private readonly double[] _numbers;
    private readonly long[] _integers;
    private readonly string?[] _texts;
    private readonly bool[] _missing;

    /// <summary>An empty row (all missing) of that schema.</summary>
    public Row(EventSchema schema)
    {
        Schema = schema;
        int count = schema.Columns.Count;
        _numbers = new double[count];
        _integers = new long[count];
        _texts = new string?[count];
        _missing = new bool[count];
        Clear();
    }

    /// <summary>The schema whose column positions index this row.</summary>
    public EventSchema Schema { get; }

    /// <summary>Event time in Unix milliseconds; 0 when the schema has no time column.</summary>
    public long TimeMs => Schema.TimeIndex < 0 ? 0 : _integers[Schema.TimeIndex];

    /// <summary>The event's id as text, or null when the schema has no key column or the cell is missing.</summary>
    public string? Key => Schema.KeyIndex < 0 || _missing[Schema.KeyIndex] ? null : TextOf(Schema.KeyIndex);

    /// <summary>The truth: true, false, or null when unknown.</summary>
    public bool? Label => Schema.LabelIndex < 0 || _missing[Schema.LabelIndex] ? null : _integers[Schema.LabelIndex] != 0;

    /// <summary>True when the column has no value.</summary>
    public bool IsMissing(int column) => _missing[column];

    /// <summary>A numeric view of the column: NaN where missing; integers, times and booleans as doubles.</summary>
    public double Number(int column) => _numbers[column];

    /// <summary>The exact integer (integer, time, date, boolean, label columns); 0 where missing.</summary>
    public long Integer(int column) => _integers[column];

    /// <summary>The text of a text column, or null.</summary>
    public string? Text(int column) => _texts[column];

    /// <summary>The column's value as text whatever its type, or null where missing. Integers are written exactly.</summary>
    public string? TextOf(int column)
    {
        if (_missing[column])
        {
            return null;
        }

        return KindOf(column) switch
        {
            ColumnKind.Text => _texts[column],
            ColumnKind.Integer => _integers[column].ToString(System.Globalization.CultureInfo.InvariantCulture),
            _ => _numbers[column].ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <summary>How the column is stored. The label is always an integer: 1 positive, 0 negative.</summary>
    public ColumnKind KindOf(int column) =>
        column == Schema.LabelIndex ? ColumnKind.Integer : ColumnTypes.KindOf(Schema.Columns[column].Type);

    /// <summary>Makes every column missing.</summary>
    public void Clear()
    {
        Array.Fill(_numbers, double.NaN);
        Array.Clear(_integers);
        Array.Clear(_texts);
        Array.Fill(_missing, true);
    }

    /// <summary>Makes one column missing.</summary>
    public void SetMissing(int column)
    {
        _numbers[column] = double.NaN;
        _integers[column] = 0;
        _texts[column] = null;
        _missing[column] = true;
    }

    /// <summary>Sets a number column; NaN means missing.</summary>
    public void SetNumber(int column, double value)
    {
        _numbers[column] = value;
        _missing[column] = double.IsNaN(value);
    }

    /// <summary>Sets an integer, time, date, boolean or label column.</summary>
    public void SetInteger(int column, long value)
    {
        _integers[column] = value;
        _numbers[column] = value;
        _missing[column] = false;
    }

    /// <summary>Sets a text column; null means missing.</summary>
    public void SetText(int column, string? value)
    {
        _texts[column] = value;
        _missing[column] = value is null;
    }
}
