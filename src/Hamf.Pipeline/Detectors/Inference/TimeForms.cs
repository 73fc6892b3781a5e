using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>How a column reads as a time.</summary>
/// <param name="Type">Time or date.</param>
/// <param name="Format">The format as declared.</param>
/// <param name="MinMs">Earliest value, Unix milliseconds.</param>
/// <param name="MaxMs">Latest value.</param>
/// <param name="Track">How it moves from row to row, in seconds.</param>
/// <param name="Doubt">Why the format is doubtful, or null.</param>
internal sealed record TimeReading(ColumnType Type, string Format, double MinMs, double MaxMs, ulong Track, string? Doubt);

/// <summary>Recognises times and dates.</summary>
internal static class TimeForms
{
    // 1998-07-09 to 2039-09-18: ids and amounts of ten digits mostly lie elsewhere.
    private const double MinUnixSeconds = 9e8;
    private const double MaxUnixSeconds = 2.2e9;

    /// <summary>How the column reads as a time, or null when it is none.</summary>
    /// <param name="table">The file.</param>
    /// <param name="column">The column.</param>
    /// <param name="isGiven">Whether somebody said that it is a time, so that the name does not matter.</param>
    public static TimeReading? Of(TableProfile table, ColumnProfile column, bool isGiven = false)
    {
        NumberProfile numbers = table.NumbersOf(column);
        bool isNamed = isGiven || column.Words.IsTime || column.Words.IsBirth;
        if (table.IsNumeric(column) && numbers.IsWhole && isNamed)
        {
            if (numbers.Min >= MinUnixSeconds && numbers.Max <= MaxUnixSeconds)
            {
                return new TimeReading(ColumnType.Time, "unix_s", numbers.Min * 1000, numbers.Max * 1000, numbers.Track, null);
            }

            if (numbers.Min >= MinUnixSeconds * 1000 && numbers.Max <= MaxUnixSeconds * 1000)
            {
                return new TimeReading(ColumnType.Time, "unix_ms", numbers.Min, numbers.Max, numbers.TrackOfThousandths, null);
            }
        }

        TimeProfile times = column.Times;
        if (times.Fitting.Count == 0 || (times.Fitting[0].Format == "yyyyMMdd" && !isNamed))
        {
            return null;
        }

        TimeForm form = times.Fitting[0];
        string? doubt = times.Fitting.Count > 1
            ? $"'{form.Format}' and '{times.Fitting[1].Format}' both fit every value"
            : null;
        return new TimeReading(form.IsDay ? ColumnType.Date : ColumnType.Time, form.Format, times.MinMs, times.MaxMs, times.Track, doubt);
    }
}
