using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Governance;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>
/// Delivers registry events to webhooks. Webhooks do not wait for each other; one webhook gets its events in order, unless one of them has to be tried
/// again later. After a crash between delivery and its mark it is repeated with the same id. One owner.
/// </summary>
public sealed class WebhookStage : IStage
{
    private const int BatchDeliveries = 50;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly IWebhookStore _store;
    private readonly IWebhookSender _sender;
    private readonly RetrySchedule _retries;
    private readonly StageCounters _counters;
    private readonly TimeProvider _time;

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
        IReadOnlyList<WebhookDelivery> due = _store.Due(_time.GetUtcNow(), BatchDeliveries);
        IEnumerable<Task<(WebhookDelivery Delivery, WebhookException? Error)[]>> webhooks = due
            .GroupBy(d => d.WebhookId)
            .Select(g => SendAsync(g, cancellation));
        foreach ((WebhookDelivery delivery, WebhookException? error) in (await Task.WhenAll(webhooks).ConfigureAwait(false)).SelectMany(s => s))
        {
            Mark(delivery, error);
        }

        if (due.Count == 0 && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < LongestPause ? wait : LongestPause, _time, cancellation).ConfigureAwait(false);
        }

        return due.Count;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;

    // A webhook that fails is left alone for this time: what waits behind would most likely fail too, each after its own timeout.
    private async Task<(WebhookDelivery Delivery, WebhookException? Error)[]> SendAsync(IEnumerable<WebhookDelivery> deliveries, CancellationToken cancellation)
    {
        List<(WebhookDelivery, WebhookException?)> sent = [];
        foreach (WebhookDelivery delivery in deliveries)
        {
            try
            {
                await _sender.SendAsync(delivery, cancellation).ConfigureAwait(false);
                sent.Add((delivery, null));
            }
            catch (WebhookException e)
            {
                sent.Add((delivery, e));
                break;
            }
        }

        return [.. sent];
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
