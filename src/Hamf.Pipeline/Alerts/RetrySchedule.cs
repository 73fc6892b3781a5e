namespace Hamf.Pipeline.Alerts;

/// <summary>
/// When a failed delivery is tried again: after 1 s, 2 s, 4 s and so on, up to an hour, each time give or take a quarter so that messages
/// that failed together do not come back together. Not thread-safe, because its <see cref="Random"/> is not.
/// </summary>
/// <param name="random">Where the quarter comes from.</param>
public sealed class RetrySchedule(Random random)
{
    /// <summary>Most attempts, the first included; with the pauses above they span about 24 hours.</summary>
    public const int AttemptsMax = 34;

    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    /// <summary>The time of the next attempt, or null to give up.</summary>
    /// <param name="failures">Failed attempts so far, the last one included.</param>
    /// <param name="now">The time of the last failure.</param>
    public DateTimeOffset? Next(int failures, DateTimeOffset now)
    {
        if (failures >= AttemptsMax)
        {
            return null;
        }

        double seconds = Math.Min(First.TotalSeconds * Math.Pow(2, failures - 1), Longest.TotalSeconds);
        return now + TimeSpan.FromSeconds(seconds * (0.75 + (random.NextDouble() / 2)));
    }
}
