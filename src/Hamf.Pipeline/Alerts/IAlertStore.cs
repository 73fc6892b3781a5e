namespace Hamf.Pipeline.Alerts;

/// <summary>Keeps alerts and the outbox of notifications about them. Thread-safe.</summary>
public interface IAlertStore
{
    /// <summary>The offset of the next record of the topic that this store has not taken; 0 at first.</summary>
    long PositionOf(string topic);

    /// <summary>
    /// Inserts alerts whose event has none yet, one outbox message per new alert and channel, and moves the position, in one transaction.
    /// </summary>
    /// <param name="topic">The topic the position is of.</param>
    /// <param name="nextOffset">The new position.</param>
    /// <param name="alerts">Alerts found in the records.</param>
    /// <param name="channels">Channels to notify: <c>log</c>, <c>mail</c>, <c>slack</c>.</param>
    /// <returns>The alerts that were new, with their ids.</returns>
    IReadOnlyList<Alert> Save(string topic, long nextOffset, IReadOnlyList<Alert> alerts, IReadOnlyList<string> channels);

    /// <summary>Alerts, newest first.</summary>
    /// <param name="detector">Only of this detector, or null.</param>
    /// <param name="beforeId">Only with a lower id (paging), or null.</param>
    /// <param name="max">At most so many.</param>
    IReadOnlyList<Alert> List(string? detector, long? beforeId, int max);

    /// <summary>Number of alerts.</summary>
    long Count();

    /// <summary>Messages of a channel that are due at <paramref name="now"/>, oldest first.</summary>
    IReadOnlyList<OutboxMessage> Due(string channel, DateTimeOffset now, int max);

    /// <summary>Marks a message as delivered.</summary>
    void MarkDelivered(long messageId, DateTimeOffset at);

    /// <summary>Notes a failed attempt and when to try again; null gives up and keeps the message as failed.</summary>
    void MarkFailed(long messageId, string error, DateTimeOffset? nextAttempt);

    /// <summary>Messages waiting and messages given up on, per channel.</summary>
    IReadOnlyList<OutboxState> OutboxStates();
}

/// <summary>A notification to deliver.</summary>
/// <param name="MessageId">Its id.</param>
/// <param name="Channel">Its channel.</param>
/// <param name="Attempts">Failed attempts so far.</param>
/// <param name="Alert">The alert it tells.</param>
public sealed record OutboxMessage(long MessageId, string Channel, int Attempts, Alert Alert);

/// <summary>How a channel stands.</summary>
public sealed record OutboxState(string Channel, long Waiting, long GivenUp);
