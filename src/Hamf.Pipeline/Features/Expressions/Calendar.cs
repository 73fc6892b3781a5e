namespace Hamf.Pipeline.Features.Expressions;

/// <summary>Calendar arithmetic on Unix milliseconds, by the proleptic Gregorian calendar.</summary>
internal static class Calendar
{
    /// <summary>Earliest time understood: the year 1, plus two days of room for zones.</summary>
    public const long MinMs = -62_135_596_800_000 + (2 * DayMs);

    /// <summary>Latest time understood: the year 9999, less two days of room for zones.</summary>
    public const long MaxMs = 253_402_300_799_999 - (2 * DayMs);

    private const long HourMs = 3_600_000;
    private const long DayMs = 24 * HourMs;

    public static long OffsetMs(long utcMs, TimeZoneInfo zone) =>
        zone.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(utcMs)).Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>0 to 23.</summary>
    public static double Hour(long ms) => FloorMod(ms, DayMs) / HourMs;

    /// <summary>Monday is 1, Sunday 7 (ISO 8601).</summary>
    public static double DayOfWeek(long ms) => FloorMod(FloorDivide(ms, DayMs) + 3, 7) + 1;

    public static double DayOfMonth(long ms) => DateTime.UnixEpoch.AddMilliseconds(ms).Day;

    public static double Month(long ms) => DateTime.UnixEpoch.AddMilliseconds(ms).Month;

    public static double IsNight(long ms) => Hour(ms) is >= 22 or < 6 ? 1 : 0;

    public static double IsWeekend(long ms) => DayOfWeek(ms) >= 6 ? 1 : 0;

    /// <summary>Completed years from a birth date to a time, in UTC; who is born on 29 February has a birthday on 1 March in other years.</summary>
    public static double AgeYears(double birthMs, double timeMs)
    {
        if (!(Math.Abs(birthMs) <= -MinMs && Math.Abs(timeMs) <= -MinMs))
        {
            return double.NaN;
        }

        DateTime birth = DateTime.UnixEpoch.AddMilliseconds((long)birthMs);
        DateTime time = DateTime.UnixEpoch.AddMilliseconds((long)timeMs);
        int years = time.Year - birth.Year;
        return (time.Month, time.Day).CompareTo((birth.Month, birth.Day)) < 0 ? years - 1 : years;
    }

    public static double HoursBetween(double fromMs, double toMs) => (toMs - fromMs) / HourMs;

    private static long FloorDivide(long value, long divisor) => (value - FloorMod(value, divisor)) / divisor;

    private static long FloorMod(long value, long divisor)
    {
        long rest = value % divisor;
        return rest < 0 ? rest + divisor : rest;
    }
}
