namespace Hamf.Pipeline.Validation;

/// <summary>
/// Turns clock readings of an IANA zone into UTC. A reading that occurs twice (clocks set back) means the first time; one that never occurs
/// (clocks set forward) is read with the offset in force before the change, as by a clock that nobody had set yet.
/// </summary>
internal sealed class LocalZone
{
    private readonly TimeZoneInfo? _zone;

    /// <summary>Looks the zone up.</summary>
    /// <exception cref="ArgumentException">The zone is not known.</exception>
    public LocalZone(string column, string id)
    {
        if (id is "UTC" or "Etc/UTC")
        {
            return;
        }

        _zone = TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone)
            ? zone
            : throw new ArgumentException($"Column '{column}': the time zone '{id}' is not known here; expected an IANA name such as Europe/Paris.", nameof(id));
    }

    /// <summary>Unix milliseconds of a clock reading, which is in milliseconds since 1970 as if the clock showed UTC.</summary>
    public long ToUtcMs(long clockMs)
    {
        if (_zone is null)
        {
            return clockMs;
        }

        DateTime clock = DateTime.SpecifyKind(DateTime.UnixEpoch.AddMilliseconds(clockMs), DateTimeKind.Unspecified);
        return clockMs - (long)OffsetOf(_zone, clock).TotalMilliseconds;
    }

    /// <summary>The clock reading at some Unix milliseconds, in the same form.</summary>
    public long ToClockMs(long utcMs) =>
        _zone is null ? utcMs : utcMs + (long)_zone.GetUtcOffset(DateTime.UnixEpoch.AddMilliseconds(utcMs)).TotalMilliseconds;

    private static TimeSpan OffsetOf(TimeZoneInfo zone, DateTime clock)
    {
        if (zone.IsAmbiguousTime(clock))
        {
            // The larger offset is the earlier of the two instants.
            return zone.GetAmbiguousTimeOffsets(clock).Max();
        }

        // Gaps are 20 minutes to 2 hours; the limit on steps only guards against a broken zone file.
        DateTime before = clock;
        for (int steps = 0; zone.IsInvalidTime(before) && steps < 200; steps++)
        {
            before = before.AddMinutes(-15);
        }

        return zone.GetUtcOffset(before);
    }
}
