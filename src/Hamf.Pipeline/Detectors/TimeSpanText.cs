using System.Globalization;
using System.Text;

namespace Hamf.Pipeline.Detectors;

/// <summary>Spans as people write them in a detector: <c>15s</c>, <c>1h30m</c>, <c>7d</c>.</summary>
public static class TimeSpanText
{
    private static readonly (string Unit, TimeSpan Span)[] Units =
    [
        ("w", TimeSpan.FromDays(7)), ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)),
        ("ms", TimeSpan.FromMilliseconds(1)), ("m", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)),
    ];

    /// <summary>Reads whole numbers each followed by <c>w</c>, <c>d</c>, <c>h</c>, <c>m</c>, <c>s</c> or <c>ms</c>, without spaces.</summary>
    /// <param name="text">The text.</param>
    /// <param name="span">The sum of its parts, at most 100 years.</param>
    /// <returns>False when the text is anything else.</returns>
    public static bool TryParse(string text, out TimeSpan span)
    {
        span = TimeSpan.Zero;
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits is <= 0 or > 9)
            {
                return false;
            }

            long amount = long.Parse(rest[..digits], NumberStyles.None, CultureInfo.InvariantCulture);
            rest = rest[digits..];
            int unit = UnitAt(rest);
            if (unit < 0 || amount > TimeSpan.FromDays(36_525) / Units[unit].Span)
            {
                return false;
            }

            span += amount * Units[unit].Span;
            rest = rest[Units[unit].Unit.Length..];
        }

        return text.Length > 0 && span <= TimeSpan.FromDays(36_525);
    }

    /// <summary>The shortest text that <see cref="TryParse"/> reads as this span; parts of a millisecond are dropped.</summary>
    public static string Format(TimeSpan span)
    {
        var text = new StringBuilder();
        foreach (string unit in (string[])["d", "h", "m", "s", "ms"])
        {
            TimeSpan size = Units.First(u => u.Unit == unit).Span;
            long count = span.Ticks / size.Ticks;
            if (count > 0)
            {
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
                span -= count * size;
            }
        }

        return text.Length == 0 ? "0s" : text.ToString();
    }

    private static int UnitAt(ReadOnlySpan<char> rest)
    {
        for (int i = 0; i < Units.Length; i++)
        {
            if (rest.StartsWith(Units[i].Unit, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
