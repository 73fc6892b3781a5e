using System.Globalization;
using System.Text;

namespace Hamf.Pipeline.Validation;

/// <summary>One accepted way of writing a time. Immutable and thread-safe.</summary>
internal abstract class TimeFormat
{
    /// <summary>Reads the text as Unix milliseconds UTC; false when it is not written this way.</summary>
    public abstract bool TryRead(ReadOnlySpan<byte> text, LocalZone zone, out long utcMs);

    /// <summary>Reads the text as the midnight (UTC) of a calendar day.</summary>
    public virtual bool TryReadDay(ReadOnlySpan<byte> text, LocalZone zone, out long dayMs)
    {
        dayMs = 0;
        if (!TryRead(text, zone, out long utcMs))
        {
            return false;
        }

        long clockMs = zone.ToClockMs(utcMs);
        dayMs = clockMs - Modulo(clockMs, IsoTime.MsPerDay);
        return true;
    }

    /// <summary>The format of that name: <c>iso</c>, <c>unix_s</c>, <c>unix_ms</c> or a .NET pattern.</summary>
    public static TimeFormat Create(string format) => format switch
    {
        "iso" => new Iso(),
        "unix_s" => new Unix(IsoTime.MsPerSecond),
        "unix_ms" => new Unix(1),
        "yyyy-MM-dd HH:mm:ss" => new Second((byte)' '),
        "yyyy-MM-ddTHH:mm:ss" or "yyyy-MM-dd'T'HH:mm:ss" => new Second((byte)'T'),
        "yyyy-MM-dd" => new Day(),
        _ => new Pattern(format),
    };

    private static long Modulo(long value, long divisor) => ((value % divisor) + divisor) % divisor;

    private sealed class Iso : TimeFormat
    {
        public override bool TryRead(ReadOnlySpan<byte> text, LocalZone zone, out long utcMs)
        {
            if (!IsoTime.TryRead(text, out utcMs, out long? offsetMs))
            {
                return false;
            }

            utcMs = offsetMs is { } offset ? utcMs - offset : zone.ToUtcMs(utcMs);
            return true;
        }

        // A day, alone or as databases write it, with a time of zero. A real time of day is not a day: cutting it off would hide a wrong column.
        public override bool TryReadDay(ReadOnlySpan<byte> text, LocalZone zone, out long dayMs) =>
            text.Length == 10
                ? IsoTime.TryReadDate(text, out dayMs)
                : IsoTime.TryRead(text, out dayMs, out long? offsetMs) && offsetMs is null or 0 && Modulo(dayMs, IsoTime.MsPerDay) == 0;
    }

    /// <summary>Seconds or milliseconds since 1970. Values beyond the year 9999 are refused, so that milliseconds never pass as seconds.</summary>
    private sealed class Unix(long unitMs) : TimeFormat
    {
        public override bool TryRead(ReadOnlySpan<byte> text, LocalZone zone, out long utcMs)
        {
            utcMs = 0;
            if (WholeNumber.Parse(text, out long value) is null)
            {
                if (value < IsoTime.MsMin / unitMs || value > IsoTime.MsMax / unitMs)
                {
                    return false;
                }

                utcMs = value * unitMs;
                return true;
            }

            // Fractions of a second, as many languages write them: 1592697716.25
            if (unitMs == 1 || !FastNumber.TryParse(text, (byte)'.', out double seconds))
            {
                return false;
            }

            utcMs = (long)Math.Floor(seconds * unitMs);
            return utcMs is >= IsoTime.MsMin and <= IsoTime.MsMax;
        }
    }

    private sealed class Second(byte separator) : TimeFormat
    {
        public override bool TryRead(ReadOnlySpan<byte> text, LocalZone zone, out long utcMs)
        {
            if (text.Length != 19 || !IsoTime.TryReadSecond(text, separator, out utcMs))
            {
                utcMs = 0;
                return false;
            }

            utcMs = zone.ToUtcMs(utcMs);
            return true;
        }
    }

    private sealed class Day : TimeFormat
    {
        public override bool TryRead(ReadOnlySpan<byte> text, LocalZone zone, out long utcMs)
        {
            if (!TryReadDay(text, zone, out utcMs))
            {
                return false;
            }

            utcMs = zone.ToUtcMs(utcMs);
            return true;
        }

        public override bool TryReadDay(ReadOnlySpan<byte> text, LocalZone zone, out long dayMs)
        {
            dayMs = 0;
            return text.Length == 10 && IsoTime.TryReadDate(text, out dayMs);
        }
    }

    /// <summary>A .NET pattern with the invariant culture. One with <c>z</c> or <c>K</c> carries its own offset.</summary>
    internal sealed class Pattern(string pattern) : TimeFormat
    {
        private const int LongestTime = 128;
        private readonly bool _hasOffset = pattern.Contains('z', StringComparison.Ordinal) || pattern.Contains('K', StringComparison.Ordinal);

        public override bool TryRead(ReadOnlySpan<byte> text, LocalZone zone, out long utcMs)
        {
            if (_hasOffset)
            {
                return TryReadWithOffset(text, out utcMs);
            }

            bool read = TryReadClock(text, out utcMs);
            utcMs = read ? zone.ToUtcMs(utcMs) : 0;
            return read;
        }

        public override bool TryReadDay(ReadOnlySpan<byte> text, LocalZone zone, out long dayMs)
        {
            bool read = _hasOffset ? base.TryReadDay(text, zone, out dayMs) : TryReadClock(text, out dayMs);
            dayMs -= Modulo(dayMs, IsoTime.MsPerDay);
            return read;
        }

        private bool TryReadClock(ReadOnlySpan<byte> text, out long clockMs)
        {
            clockMs = 0;
            Span<char> chars = stackalloc char[LongestTime];
            if (text.Length > LongestTime)
            {
                return false;
            }

            int length = Encoding.UTF8.GetChars(text, chars);
            if (!DateTime.TryParseExact(
                chars[..length], pattern, CultureInfo.InvariantCulture, DateTimeStyles.NoCurrentDateDefault, out DateTime clock))
            {
                return false;
            }

            clockMs = IsoTime.MsOf(clock);
            return true;
        }

        private bool TryReadWithOffset(ReadOnlySpan<byte> text, out long utcMs)
        {
            utcMs = 0;
            Span<char> chars = stackalloc char[LongestTime];
            if (text.Length > LongestTime)
            {
                return false;
            }

            int length = Encoding.UTF8.GetChars(text, chars);
            if (!DateTimeOffset.TryParseExact(
                chars[..length], pattern, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
            {
                return false;
            }

            utcMs = time.ToUnixTimeMilliseconds();
            return true;
        }
    }
}
