using Hamf.Pipeline.Alerts;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Delivers the outbox of one channel; each channel has its own stage, so none waits for another. A delivery that fails is tried again
/// later; after a crash between delivery and its mark it is repeated with the same id. One owner.
/// </summary>
public sealed class OutboxStage : IStage
{
    private const int BatchMessages = 50;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly IAlertStore _store;
    private readonly INotifier _notifier;
    private readonly RetrySchedule _retries;
    private readonly StageCounters _counters;
    private readonly TimeProvider _time;

    /// <summary>A stage for the notifier's channel.</summary>
    public OutboxStage(IAlertStore store, INotifier notifier, RetrySchedule retries, StreamMonitor monitor, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(notifier);
        ArgumentNullException.ThrowIfNull(monitor);
        _store = store;
        _notifier = notifier;
        _retries = retries;
        _time = time;
        _counters = monitor.Of(Name, notifier.Channel);
    }

    /// <inheritdoc/>
    public string Name => StageNames.Outbox;

    /// <inheritdoc/>
    public string Subject => _notifier.Channel;

    /// <inheritdoc/>
    public async Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation)
    {
        IReadOnlyList<OutboxMessage> due = _store.Due(_notifier.Channel, _time.GetUtcNow(), BatchMessages);
        foreach (OutboxMessage message in due)
        {
            await DeliverAsync(message, cancellation).ConfigureAwait(false);
        }

        if (due.Count == 0 && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < LongestPause ? wait : LongestPause, _time, cancellation).ConfigureAwait(false);
        }

        return due.Count;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    private async Task DeliverAsync(OutboxMessage message, CancellationToken cancellation)
    {
        try
        {
            await _notifier.SendAsync(message.Alert, cancellation).ConfigureAwait(false);
        }
        catch (NotificationException e)
        {
            DateTimeOffset? next = e.IsTransient ? _retries.Next(message.Attempts + 1, _time.GetUtcNow()) : null;
            _store.MarkFailed(message.MessageId, e.Message, next);
            _counters.Add(0, 1, 0);
            return;
        }

        _store.MarkDelivered(message.MessageId, _time.GetUtcNow());
        _counters.Add(1, 0, 0);
    }
}
