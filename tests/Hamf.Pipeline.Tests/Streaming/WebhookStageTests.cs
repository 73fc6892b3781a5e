using Hamf.Pipeline.Alerts;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Streaming;

/// <summary>Webhooks that answer, refuse, dawdle or hang, side by side.</summary>
public sealed class WebhookStageTests
{
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
    private readonly Outbox _outbox = new();

    [Fact]
    public async Task What_has_arrived_is_marked_though_another_webhook_hangs_until_the_end()
    {
        using CancellationTokenSource stop = new();
        _outbox.Waiting.AddRange([Delivery(1, 1), Delivery(2, 2), Delivery(3, 2)]);
        WebhookStage stage = New(async (delivery, cancellation) =>
        {
            if (delivery.WebhookId == 1)
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }

            if (delivery.Id == 3)
            {
                await stop.CancelAsync();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stage.RunOnceAsync(TimeSpan.Zero, stop.Token));

        Assert.Equal([2, 3], _outbox.Delivered);
    }

    [Fact]
    public async Task A_slow_webhook_does_not_prolong_the_turn_of_the_others()
    {
        _outbox.Waiting.AddRange([Delivery(1, 1), Delivery(2, 1), Delivery(3, 2), Delivery(4, 2)]);
        WebhookStage stage = New((delivery, _) =>
        {
            _time.Advance(delivery.WebhookId == 1 ? TimeSpan.FromSeconds(9) : TimeSpan.Zero);
            return Task.CompletedTask;
        });

        Assert.Equal(4, await stage.RunOnceAsync(TimeSpan.Zero, TestContext.Current.CancellationToken));

        Assert.Equal([1, 3, 4], _outbox.Delivered);
    }

    [Fact]
    public async Task A_webhook_that_fails_is_left_alone_for_the_turn_and_tried_later_or_given_up()
    {
        _outbox.Waiting.AddRange([Delivery(1, 1), Delivery(2, 1), Delivery(3, 2)]);
        WebhookStage stage = New((delivery, _) => throw new WebhookException("no", isTransient: delivery.WebhookId == 1));

        await stage.RunOnceAsync(TimeSpan.Zero, TestContext.Current.CancellationToken);

        Assert.Equal([(1L, true), (3L, false)], _outbox.Failed);
        Assert.Empty(_outbox.Delivered);
    }

    private static WebhookDelivery Delivery(long id, long webhook) => new(id, webhook, new Uri("https://ci.example.com"), "secret", "test", "{}", 0);

    private WebhookStage New(Func<WebhookDelivery, CancellationToken, Task> send) =>
        new(_outbox, new Sender(send), new RetrySchedule(new Random(1)), new StreamMonitor(_time), _time);

    private sealed class Sender(Func<WebhookDelivery, CancellationToken, Task> send) : IWebhookSender
    {
        public Task SendAsync(WebhookDelivery delivery, CancellationToken cancellation) => send(delivery, cancellation);
    }

    private sealed class Outbox : IWebhookStore
    {
        public List<WebhookDelivery> Waiting { get; } = [];

        public List<long> Delivered { get; } = [];

        public List<(long Id, bool WillBeTried)> Failed { get; } = [];

        public IReadOnlyList<WebhookDelivery> Due(DateTimeOffset now, int max) => Waiting;

        public void MarkDelivered(long deliveryId, DateTimeOffset at) => Delivered.Add(deliveryId);

        public void MarkFailed(long deliveryId, string error, DateTimeOffset? nextAttempt) => Failed.Add((deliveryId, nextAttempt is not null));

        public long Add(Uri url, IReadOnlyList<string> events, string secret, string actor) => throw new NotSupportedException();

        public IReadOnlyList<Webhook> List() => throw new NotSupportedException();

        public bool Remove(long id, string actor) => throw new NotSupportedException();

        public bool QueueTest(long id, string actor) => throw new NotSupportedException();
    }
}
