using Hamf.Pipeline.Intake;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Reads a topic and hands its records to a store that keeps the position in the topic beside what it stores: after a crash or a failure
/// it goes on there, and nothing is stored twice. One owner.
/// </summary>
internal sealed class TopicStage : IStage
{
    private const int BatchRecords = 2_000;

    private readonly IEventLog _log;
    private readonly ITopicConsumer _consumer;
    private readonly StageCounters _counters;
    private long _position;

    /// <summary>A stage of that name for a topic of scored events.</summary>
    public TopicStage(string name, string topic, IEventLog log, ITopicConsumer consumer, StreamMonitor monitor)
    {
        Name = name;
        Subject = topic;
        _log = log;
        _consumer = consumer;
        _position = consumer.PositionOf(topic);
        _counters = monitor.Of(name, topic);
        _counters.LagFrom(() => log.EndOffset(topic) - Interlocked.Read(ref _position));
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Subject { get; }

    /// <inheritdoc/>
    public async Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation)
    {
        IReadOnlyList<LogRecord> records = await _log
            .ReadAsync(Subject, Interlocked.Read(ref _position), BatchRecords, wait, cancellation).ConfigureAwait(false);
        for (int from = 0; from < records.Count;)
        {
            ConsumedBatch done = _consumer.Store(Subject, records, from);
            Interlocked.Exchange(ref _position, records[done.To - 1].Offset + 1);
            _counters.Add(done.Stored, done.Rejected, done.Duplicates);
            from = done.To;
        }

        return records.Count;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}
