using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>A calendar day, by the first of the column's formats that fits; kept as its midnight UTC whatever the zone.</summary>
internal sealed class DateParser : FieldParser
{
    private readonly TimeFormat[] _formats;
    private readonly LocalZone _zone;
    private readonly ValueRange _range;
    private readonly string _rule;

    public DateParser(int column, ColumnSpec spec)
        : base(column, spec)
    {
        _formats = spec.Formats.Select(TimeFormat.Create).ToArray();
        _zone = new LocalZone(spec.Name, spec.TimeZone);
        _range = new ValueRange(spec);
        _rule = FieldRules.DateAs(spec.Formats);
    }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        ReadOnlySpan<byte> trimmed = Trim(text);
        foreach (TimeFormat format in _formats)
        {
            if (format.TryReadDay(trimmed, _zone, out long dayMs))
            {
                string? broken = _range.Check(dayMs);
                if (broken is null)
                {
                    row.SetInteger(Column, dayMs);
                }

                return broken;
            }
        }

        return _rule;
    }
}
