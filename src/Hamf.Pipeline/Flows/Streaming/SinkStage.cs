using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>Writes scored events of a topic to the store, together with the position in the topic: each is stored once. One owner.</summary>
public sealed class SinkStage : IStage
{
    private const int BatchRecords = 2_000;

    private readonly IEventLog _log;
    private readonly IScoreStore _store;
    private readonly StageCounters _counters;
    private readonly List<ScoredEvent> _events = [];
    private long _position;

    /// <summary>A stage for a topic of scored events.</summary>
    public SinkStage(string topic, IEventLog log, IScoreStore store, StreamMonitor monitor)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(monitor);
        Subject = topic;
        _log = log;
        _store = store;
        _position = store.PositionOf(topic);
        _counters = monitor.Of(Name, Subject);
        _counters.LagFrom(() => log.EndOffset(topic) - Interlocked.Read(ref _position));
    }

    /// <inheritdoc/>
    public string Name => StageNames.Sink;

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

        int rejected = Parse(records);
        long next = records[^1].Offset + 1;
        int stored = _store.Save(Subject, next, _events);
        Interlocked.Exchange(ref _position, next);
        _counters.Add(stored, rejected, _events.Count - stored);
        return records.Count;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    // What is not a scored event was put there by somebody else; it is counted and stays in the topic.
    private int Parse(IReadOnlyList<LogRecord> records)
    {
        int rejected = 0;
        _events.Clear();
        foreach (LogRecord record in records)
        {
            if (ScoredEventReader.TryRead(record.Value) is { } scored)
            {
                _events.Add(scored);
            }
            else
            {
                rejected++;
            }
        }

        return rejected;
    }
}
