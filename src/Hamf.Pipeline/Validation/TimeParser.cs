using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>A point in time, by the first of the column's formats that fits.</summary>
internal sealed class TimeParser : FieldParser
{
    private readonly TimeFormat[] _formats;
    private readonly LocalZone _zone;
    private readonly ValueRange _range;
    private readonly string _rule;

    public TimeParser(int column, ColumnSpec spec)
        : base(column, spec)
    {
        _formats = spec.Formats.Select(TimeFormat.Create).ToArray();
        _zone = new LocalZone(spec.Name, spec.TimeZone);
        _range = new ValueRange(spec);
        _rule = FieldRules.TimeAs(spec.Formats);
    }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        ReadOnlySpan<byte> trimmed = Trim(text);
        foreach (TimeFormat format in _formats)
        {
            // An offset can move the ends of the calendar out of it.
            if (format.TryRead(trimmed, _zone, out long utcMs) && utcMs is >= IsoTime.MsMin and <= IsoTime.MsMax)
            {
                string? broken = _range.Check(utcMs);
                if (broken is null)
                {
                    row.SetInteger(Column, utcMs);
                }

                return broken;
            }
        }

        return _rule;
    }
}
