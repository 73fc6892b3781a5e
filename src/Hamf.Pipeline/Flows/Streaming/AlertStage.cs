using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Rows;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Raises an alert for each positive decision of a topic and puts its notifications into the outbox, together with the position in the
/// topic: each event is alerted once. One owner.
/// </summary>
public sealed class AlertStage : IStage
{
    private const int BatchRecords = 2_000;

    private readonly IEventLog _log;
    private readonly IAlertStore _store;
    private readonly Func<string, AlertSpec?> _specOf;
    private readonly TimeProvider _time;
    private readonly StageCounters _counters;
    private long _position;

    /// <summary>A stage for a topic of scored events.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="log">The event log.</param>
    /// <param name="store">Where alerts go.</param>
    /// <param name="specOf">Who is told, by the detector's name; null for a detector that is not served any more.</param>
    /// <param name="monitor">Counts.</param>
    /// <param name="time">The clock.</param>
    public AlertStage(
        string topic, IEventLog log, IAlertStore store, Func<string, AlertSpec?> specOf, StreamMonitor monitor, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(monitor);
        Subject = topic;
        _log = log;
        _store = store;
        _specOf = specOf;
        _time = time;
        _position = store.PositionOf(topic);
        _counters = monitor.Of(Name, Subject);
        _counters.LagFrom(() => log.EndOffset(topic) - Interlocked.Read(ref _position));
    }

    /// <inheritdoc/>
    public string Name => StageNames.Alert;

    /// <inheritdoc/>
    public string Subject { get; }

    /// <inheritdoc/>
    public async Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation)
    {
        IReadOnlyList<LogRecord> records = await _log
            .ReadAsync(Subject, Interlocked.Read(ref _position), BatchRecords, wait, cancellation).ConfigureAwait(false);
        if (records.Count == 0)
        {
            return 0;
        }

        // The store takes one list of channels at a time; detectors that share a topic may differ in theirs.
        int from = 0;
        int found = 0;
        int raised = 0;
        while (from < records.Count)
        {
            (List<Alert> alerts, IReadOnlyList<string> channels, int to) = Collect(records, from);
            long next = records[to - 1].Offset + 1;
            raised += _store.Save(Subject, next, alerts, channels).Count;
            Interlocked.Exchange(ref _position, next);
            found += alerts.Count;
            from = to;
        }

        _counters.Add(raised, 0, found - raised);
        return records.Count;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    /// <summary>The alerts of records from <paramref name="from"/> on, up to the first of a detector that tells others.</summary>
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
            channels = AlertChannels.Of(_specOf(detector));
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
        RaisedAtMs = _time.GetUtcNow().ToUnixTimeMilliseconds(),
        Reasons = scored.Reasons,
    };
}
