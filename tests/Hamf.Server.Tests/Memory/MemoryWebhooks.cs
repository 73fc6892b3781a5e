using Hamf.Pipeline.Governance;

namespace Hamf.Server.Tests.Memory;

/// <summary>Webhooks in memory; nothing is delivered.</summary>
internal sealed class MemoryWebhooks : IWebhookStore
{
    private readonly List<Webhook> _all = [];
    private long _last;

    public long Add(Uri url, IReadOnlyList<string> events, string secret, string actor)
    {
        _all.Add(new Webhook { Id = ++_last, Url = url, Events = events, CreatedAt = DateTimeOffset.UnixEpoch, CreatedBy = actor });
        return _last;
    }

    public IReadOnlyList<Webhook> List() => [.. _all];

    public bool Remove(long id, string actor) => _all.RemoveAll(w => w.Id == id) > 0;

    public bool QueueTest(long id, string actor) => _all.Any(w => w.Id == id);

    public IReadOnlyList<WebhookDelivery> Due(DateTimeOffset now, int max) => [];

    public void MarkDelivered(long deliveryId, DateTimeOffset at) => throw new NotSupportedException();

    public void MarkFailed(long deliveryId, string error, DateTimeOffset? nextAttempt) => throw new NotSupportedException();
}
