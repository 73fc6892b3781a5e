namespace Hamf.Pipeline.Governance;

/// <summary>
/// Webhooks and what waits to be delivered to them. Events come in with the transaction of the change that they tell of, so that none is lost and none
/// is told that did not happen. Thread-safe.
/// </summary>
public interface IWebhookStore
{
    /// <summary>Adds a webhook.</summary>
    /// <returns>Its number.</returns>
    long Add(Uri url, IReadOnlyList<string> events, string secret, string actor);

    /// <summary>All webhooks, oldest first.</summary>
    IReadOnlyList<Webhook> List();

    /// <summary>Removes a webhook and what waits for it.</summary>
    /// <returns>False when there is none of this number.</returns>
    bool Remove(long id, string actor);

    /// <summary>Queues an event that says only that somebody tries the webhook.</summary>
    /// <returns>False when there is none of this number.</returns>
    bool QueueTest(long id, string actor);

    /// <summary>Deliveries that are due, oldest first.</summary>
    /// <param name="now">The time.</param>
    /// <param name="max">At most so many of each webhook: one with much that waits does not stand before the others.</param>
    IReadOnlyList<WebhookDelivery> Due(DateTimeOffset now, int max);

    /// <summary>Notes that a delivery has arrived.</summary>
    void MarkDelivered(long deliveryId, DateTimeOffset at);

    /// <summary>Notes a failed attempt.</summary>
    /// <param name="deliveryId">The delivery.</param>
    /// <param name="error">Why, for people.</param>
    /// <param name="nextAttempt">When to try again, or null to give up.</param>
    void MarkFailed(long deliveryId, string error, DateTimeOffset? nextAttempt);
}
