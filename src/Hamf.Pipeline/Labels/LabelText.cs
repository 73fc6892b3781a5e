using System.Globalization;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Labels;

/// <summary>Reads a verdict from text, whether it came in a request or in a file.</summary>
public static class LabelText
{
    /// <summary>Longest event id and source, in characters.</summary>
    public const int MaxLength = 256;

    private static readonly string[] PositiveWords = ["1", "true", "fraud", "phishing", "positive", "yes"];
    private static readonly string[] NegativeWords = ["0", "false", "legit", "legitimate", "genuine", "negative", "no"];

    /// <summary>Reads one label.</summary>
    /// <param name="row">Number put into rejects: a line, or a 1-based row.</param>
    /// <param name="eventId">The event's id.</param>
    /// <param name="verdict"><c>true</c>, <c>false</c>, <c>1</c>, <c>0</c>, <c>fraud</c>, <c>legit</c> and the like.</param>
    /// <param name="source">Who says so.</param>
    /// <param name="time">When it became known: ISO 8601 (UTC unless said) or Unix milliseconds; null means <paramref name="now"/>.</param>
    /// <param name="now">The present time.</param>
    /// <param name="rejects">Receives every fault.</param>
    /// <returns>The label, or null when there was a fault.</returns>
    public static Label? Read(
        long row, string? eventId, string? verdict, string source, string? time, DateTimeOffset now, ICollection<Reject> rejects)
    {
        ArgumentNullException.ThrowIfNull(rejects);
        int before = rejects.Count;
        if (eventId is not { Length: > 0 and <= MaxLength })
        {
            rejects.Add(new Reject(row, "event_id", $"the event's id, 1 to {MaxLength} characters", Cut(eventId)));
        }

        bool positive = PositiveWords.Contains(verdict, StringComparer.OrdinalIgnoreCase);
        if (!positive && !NegativeWords.Contains(verdict, StringComparer.OrdinalIgnoreCase))
        {
            rejects.Add(new Reject(row, "verdict", "true, false, 1, 0, \"fraud\" or \"legit\"", Cut(verdict)));
        }

        if (source is not { Length: > 0 and <= MaxLength })
        {
            rejects.Add(new Reject(row, "source", $"who says so, 1 to {MaxLength} characters", Cut(source)));
        }

        DateTimeOffset at = now;
        if (time is not null && !TryTime(time, out at))
        {
            rejects.Add(new Reject(row, "time", "an ISO 8601 time (UTC unless it says otherwise) or Unix milliseconds", Cut(time)));
        }

        return rejects.Count == before ? new Label(eventId!, positive, source!, at) : null;
    }

    private static bool TryTime(string text, out DateTimeOffset at)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long ms))
        {
            bool inRange = ms >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && ms <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
            at = inRange ? DateTimeOffset.FromUnixTimeMilliseconds(ms) : default;
            return inRange;
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
    }

    private static string Cut(string? text) => text is null ? "" : text.Length <= 64 ? text : text[..64];
}
