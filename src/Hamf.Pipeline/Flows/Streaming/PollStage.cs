using Hamf.Pipeline.Intake;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Polls an endpoint and appends what it answers to the event topic. The same event may come many times: the score stage takes it once.
/// An answer without an event in it is appended as it is and ends among the dead letters, where people see it. One owner.
/// </summary>
public sealed class PollStage : IStage
{
    private readonly string _topic;
    private readonly Uri _url;
    private readonly TimeSpan _interval;
    private readonly IPollClient _client;
    private readonly IEventLog _log;
    private readonly StageCounters _counters;
    private readonly TimeProvider _time;
    private long _nextPoll;

    /// <summary>A stage for a detector whose stream has a poll URL.</summary>
    public PollStage(LiveDetector detector, IPollClient client, IEventLog log, StreamMonitor monitor, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(detector);
        ArgumentNullException.ThrowIfNull(monitor);
        ArgumentNullException.ThrowIfNull(time);
        Detectors.StreamSpec stream = detector.Served.Scorer.Detector.Stream;
        _url = stream.PollUrl ?? throw new ArgumentException($"Detector {detector.Name} has no poll_url.", nameof(detector));
        _topic = stream.EventsTopic;
        _interval = stream.PollInterval;
        _client = client;
        _log = log;
        _time = time;
        _counters = monitor.Of(Name, Subject);
        _nextPoll = time.GetTimestamp();
    }

    /// <inheritdoc/>
    public string Name => StageNames.Ingest;

    /// <inheritdoc/>
    public string Subject => _topic;

    /// <inheritdoc/>
    public async Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation)
    {
        TimeSpan left = _time.GetElapsedTime(_time.GetTimestamp(), _nextPoll);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left < wait ? left : wait, _time, cancellation).ConfigureAwait(false);
            return 0;
        }

        long started = _time.GetTimestamp();
        ReadOnlyMemory<byte> body = await _client.GetAsync(_url, cancellation).ConfigureAwait(false);
        List<ReadOnlyMemory<byte>> events = [];
        if (EventMessage.TryRead(body, events) is not null)
        {
            events = [body];
        }

        NewRecord[] records = events.Select(e => new NewRecord(default, e)).ToArray();
        await _log.AppendAsync(_topic, records, cancellation).ConfigureAwait(false);
        _counters.Add(records.Length, 0, 0);

        // Only now: a poll that fails is due again at once, after the pause of whoever runs the stage.
        _nextPoll = started + (long)(_interval.TotalSeconds * _time.TimestampFrequency);
        return records.Length;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}
