using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Raises an alert for each positive decision, once per event, and puts its notifications into the outbox. One owner.</summary>
/// <param name="store">Where alerts go.</param>
/// <param name="specOf">Who is told, by the detector's name; null for a detector that is not served any more.</param>
/// <param name="time">The clock.</param>
internal sealed class AlertRaiser(IAlertStore store, Func<string, AlertSpec?> specOf, TimeProvider time) : ITopicConsumer
{
    /// <inheritdoc/>
    public long PositionOf(string topic) => store.PositionOf(topic);

    /// <inheritdoc/>
    public ConsumedBatch Store(string topic, IReadOnlyList<LogRecord> records, int from)
    {
        (List<Alert> alerts, IReadOnlyList<string> channels, int to) = Collect(records, from);
        int raised = store.Save(topic, records[to - 1].Offset + 1, alerts, channels).Count;
        return new ConsumedBatch(to, raised, 0, alerts.Count - raised);
    }

    /// <summary>
    /// The alerts of records from <paramref name="from"/> on, up to the first of another detector: the store takes one list of channels at a
    /// time, and detectors that share a topic may differ in theirs.
    /// </summary>
    private (List<Alert> Alerts, IReadOnlyList<string> Channels, int To) Collect(IReadOnlyList<LogRecord> records, int from)
    {
        List<Alert> alerts = [];
        IReadOnlyList<string> channels = AlertChannels.Of(null);
        string? detector = null;
        for (int i = from; i < records.Count; i++)
        {
            if (!ScoredEventReader.IsPositive(records[i].Value.Span) || ScoredEventReader.TryRead(records[i].Value) is not { Decision: true } scored)
            {
                continue;
            }

            if (detector is not null && detector != scored.Detector)
            {
                return (alerts, channels, i);
            }

            detector = scored.Detector;
            channels = AlertChannels.Of(specOf(detector));
            alerts.Add(ToAlert(scored));
        }

        return (alerts, channels, records.Count);
    }

    private Alert ToAlert(ScoredEvent scored) => new()
    {
        EventId = scored.EventId,
        Detector = scored.Detector,
        TimeMs = scored.TimeMs,
        Entity = scored.Entity is null ? null : Masking.Mask(scored.Entity),
        Score = scored.Score,
        Threshold = scored.Threshold,
        ModelVersion = scored.ModelVersion,
        RaisedAtMs = time.GetUtcNow().ToUnixTimeMilliseconds(),
        Reasons = scored.Reasons,
    };
}
