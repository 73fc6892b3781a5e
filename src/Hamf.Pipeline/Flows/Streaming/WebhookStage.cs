using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Governance;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Delivers registry events to webhooks, in turns of all webhooks at once, so that none waits for another longer than one delivery may take. One webhook
/// gets its events in order, unless one of them has to be tried again later. After a crash between delivery and its mark it is repeated with the same id.
/// One owner.
/// </summary>
public sealed class WebhookStage : IStage
{
    private const int TurnDeliveries = 10;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    // Whoever answers slowly gets no further delivery in a turn that has lasted as long: the others wait for its end.
    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(1);

    private readonly IWebhookStore _store;
    private readonly IWebhookSender _sender;
    private readonly RetrySchedule _retries;
    private readonly StageCounters _counters;
    private readonly TimeProvider _time;
    private readonly Lock _marking = new();

    /// <summary>A stage for all webhooks.</summary>
    public WebhookStage(IWebhookStore store, IWebhookSender sender, RetrySchedule retries, StreamMonitor monitor, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(monitor);
        _store = store;
        _sender = sender;
        _retries = retries;
        _time = time;
        _counters = monitor.Of(StageName, Topic);
    }

    /// <summary>Its name.</summary>
    public static string StageName => StageNames.Webhook;

    /// <summary>What it delivers.</summary>
    public static string Topic => "registry";

    /// <inheritdoc/>
    public string Name => StageName;

    /// <inheritdoc/>
    public string Subject => Topic;

    /// <inheritdoc/>
    public async Task<int> RunOnceAsync(TimeSpan wait, CancellationToken cancellation)
    {
        IReadOnlyList<WebhookDelivery> due = _store.Due(_time.GetUtcNow(), TurnDeliveries);
        await Task.WhenAll(due.GroupBy(d => d.WebhookId).Select(deliveries => SendAsync(deliveries, cancellation))).ConfigureAwait(false);
        if (due.Count == 0 && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < LongestPause ? wait : LongestPause, _time, cancellation).ConfigureAwait(false);
        }

        return due.Count;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    // A webhook that fails is left alone for this turn: what waits behind would most likely fail too, each after its own timeout.
    private async Task SendAsync(IEnumerable<WebhookDelivery> deliveries, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        foreach (WebhookDelivery delivery in deliveries)
        {
            if (!await TrySendAsync(delivery, cancellation).ConfigureAwait(false) || _time.GetElapsedTime(start) >= LongestTurn)
            {
                return;
            }
        }
    }

    // Marked at once: what has arrived at one webhook is not repeated because another holds the turn up until the program stops.
    private async Task<bool> TrySendAsync(WebhookDelivery delivery, CancellationToken cancellation)
    {
        WebhookException? error = null;
        try
        {
            await _sender.SendAsync(delivery, cancellation).ConfigureAwait(false);
        }
        catch (WebhookException e)
        {
            error = e;
        }

        lock (_marking)
        {
            Mark(delivery, error);
        }

        return error is null;
    }

    private void Mark(WebhookDelivery delivery, WebhookException? error)
    {
        if (error is null)
        {
            _store.MarkDelivered(delivery.Id, _time.GetUtcNow());
            _counters.Add(1, 0, 0);
            return;
        }

        _store.MarkFailed(delivery.Id, error.Message, error.IsTransient ? _retries.Next(delivery.Attempts + 1, _time.GetUtcNow()) : null);
        _counters.Add(0, 1, 0);
    }
}
