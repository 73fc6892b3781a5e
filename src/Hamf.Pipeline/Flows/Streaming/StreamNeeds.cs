using Hamf.Pipeline.Alerts;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Tells a log what may not go yet, however old: scored events that scores or alerts have not taken (their positions are kept with their rows, where
/// the log does not see them), and what window state would be replayed from after a crash. Thread-safe.
/// </summary>
/// <param name="detectors">The detectors that are served.</param>
/// <param name="parts">What they are made from.</param>
/// <param name="alerts">Where alerts go.</param>
public sealed class StreamNeeds(LiveDetectors detectors, LiveParts parts, IAlertStore alerts)
{
    /// <summary>
    /// The lowest offset of a topic that is still needed; <see cref="long.MaxValue"/> when none is. Until every champion is loaded all of every
    /// topic is needed, because only a loaded one knows its topics. What serves needs its topics also when it is champion no more: its alias may
    /// have moved to a version that nothing can be scored with.
    /// </summary>
    public long From(string topic)
    {
        IReadOnlyDictionary<string, LiveDetector> all = detectors.All;
        bool isLoaded = parts.Models.Champions().All(champion => all.ContainsKey(champion.Name));
        return isLoaded ? all.Values.Select(live => FromOf(live.Served, topic)).DefaultIfEmpty(long.MaxValue).Min() : 0;
    }

    private long FromOf(ServedModel served, string topic)
    {
        StreamTopics topics = served.Topics;
        if (topic == topics.Scores)
        {
            return Math.Min(parts.Scores?.PositionOf(topic) ?? long.MaxValue, alerts.PositionOf(topic));
        }

        if (topic == topics.Events)
        {
            return Math.Min(served.ReplayFrom.Events, parts.Log.Committed(topics.Group, topic));
        }

        return topic == topics.Labels ? served.ReplayFrom.Labels : long.MaxValue;
    }
}
