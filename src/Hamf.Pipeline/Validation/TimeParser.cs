using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>
/// A point in time, or a calendar day, by the first of the column's formats that fits. A day is kept as its midnight UTC whatever the zone.
/// </summary>
internal sealed class TimeParser : FieldParser
{
    private readonly TimeFormat[] _formats;
    private readonly LocalZone _zone;
    private readonly ValueRange _range;
    private readonly string _rule;
    private readonly bool _isDay;

    public TimeParser(int column, ColumnSpec spec)
        : base(column, spec)
    {
        _formats = spec.Formats.Select(TimeFormat.Create).ToArray();
        _zone = new LocalZone(spec.Name, spec.TimeZone);
        _range = new ValueRange(spec);
        _isDay = spec.Type == ColumnType.Date;
        _rule = _isDay ? FieldRules.DateAs(spec.Formats) : FieldRules.TimeAs(spec.Formats);
    }

    /// <inheritdoc/>
    public override string? Read(ReadOnlySpan<byte> text, Row row)
    {
        ReadOnlySpan<byte> trimmed = Trim(text);
        foreach (TimeFormat format in _formats)
        {
            if (TryRead(format, trimmed, out long utcMs))
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

    // An offset can move the ends of the calendar out of it.
    private bool TryRead(TimeFormat format, ReadOnlySpan<byte> text, out long utcMs) => _isDay
        ? format.TryReadDay(text, _zone, out utcMs)
        : format.TryRead(text, _zone, out utcMs) && utcMs is >= IsoTime.MsMin and <= IsoTime.MsMax;
}
