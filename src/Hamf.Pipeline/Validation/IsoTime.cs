namespace Hamf.Pipeline.Validation;

/// <summary>Reads the ISO forms of days and times digit by digit; the Gregorian calendar, years 1 to 9999.</summary>
internal static class IsoTime
{
    public const long MsPerSecond = 1000;
    public const long MsPerMinute = 60 * MsPerSecond;
    public const long MsPerDay = 24 * 60 * MsPerMinute;

    /// <summary>0001-01-01 and the last millisecond of 9999, as Unix milliseconds.</summary>
    public const long MsMin = -62_135_596_800_000;
    public const long MsMax = 253_402_300_799_999;

    private const int DateLength = 10;
    private const int SecondLength = 19;
    private static readonly int DayNumberOf1970 = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <summary>Reads <c>yyyy-MM-dd</c> from the first 10 bytes.</summary>
    public static bool TryReadDate(ReadOnlySpan<byte> text, out long ms)
    {
        ms = 0;
        if (text.Length < DateLength || text[4] != (byte)'-' || text[7] != (byte)'-')
        {
            return false;
        }

        int year = (Two(text, 0) * 100) + Two(text, 2);
        int month = Two(text, 5);
        int day = Two(text, 8);
        if (year < 1 || Two(text, 0) < 0 || Two(text, 2) < 0 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
        {
            return false;
        }

        ms = DaysSince1970(year, month, day) * MsPerDay;
        return true;
    }

    /// <summary>Reads <c>yyyy-MM-dd?HH:mm:ss</c>, with the given character between day and time, from the first 19 bytes.</summary>
    public static bool TryReadSecond(ReadOnlySpan<byte> text, byte separator, out long ms)
    {
        ms = 0;
        if (text.Length < SecondLength || text[10] != separator || text[13] != (byte)':' || text[16] != (byte)':' || !TryReadDate(text, out long day))
        {
            return false;
        }

        int hour = Two(text, 11);
        int minute = Two(text, 14);
        int second = Two(text, 17);
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59)
        {
            return false;
        }

        ms = day + (((((hour * 60) + minute) * 60) + second) * MsPerSecond);
        return true;
    }

    /// <summary>Reads <c>yyyy-MM-dd[ T]HH:mm:ss[.fff][Z|±hh:mm]</c>; digits after the milliseconds are cut off.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="ms">Milliseconds since 1970 as on the clock that wrote it.</param>
    /// <param name="offsetMs">That clock's offset from UTC, or null when not written.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, out long ms, out long? offsetMs)
    {
        offsetMs = null;
        ms = 0;
        if (text.Length < SecondLength || text[10] is not ((byte)' ' or (byte)'T' or (byte)'t') || !TryReadSecond(text, text[10], out ms))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[SecondLength..];
        if (rest.Length > 0 && rest[0] is (byte)'.' or (byte)',')
        {
            if (!TryReadFraction(rest[1..], out int fractionMs, out int length))
            {
                return false;
            }

            ms += fractionMs;
            rest = rest[(length + 1)..];
        }

        return rest.IsEmpty || TryReadOffset(rest, out offsetMs);
    }

    private static bool TryReadFraction(ReadOnlySpan<byte> text, out int ms, out int length)
    {
        ms = 0;
        length = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        length = length < 0 ? text.Length : length;
        for (int i = 0; i < 3; i++)
        {
            ms = (ms * 10) + (i < length ? text[i] - '0' : 0);
        }

        return length is > 0 and <= 9;
    }

    private static bool TryReadOffset(ReadOnlySpan<byte> text, out long? offsetMs)
    {
        offsetMs = null;
        if (text.Length == 1 && text[0] is (byte)'Z' or (byte)'z')
        {
            offsetMs = 0;
            return true;
        }

        bool colon = text.Length == 6 && text[3] == (byte)':';
        if (text[0] is not ((byte)'+' or (byte)'-') || !(colon || text.Length == 5))
        {
            return false;
        }

        int hours = Two(text, 1);
        int minutes = Two(text, colon ? 4 : 3);
        if ((uint)hours > 14 || (uint)minutes > 59)
        {
            return false;
        }

        long magnitude = ((hours * 60) + minutes) * MsPerMinute;
        offsetMs = text[0] == (byte)'-' ? -magnitude : magnitude;
        return true;
    }

    // Two digits, or a value that fails every check of the callers.
    private static int Two(ReadOnlySpan<byte> text, int index)
    {
        int tens = text[index] - '0';
        int ones = text[index + 1] - '0';
        return (uint)tens > 9 || (uint)ones > 9 ? short.MinValue : (tens * 10) + ones;
    }

    private static long DaysSince1970(int year, int month, int day) =>
        new DateOnly(year, month, day).DayNumber - DayNumberOf1970;

    /// <summary>Unix milliseconds of a clock reading that carries no zone.</summary>
    public static long MsOf(DateTime clock) => (clock.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
}
