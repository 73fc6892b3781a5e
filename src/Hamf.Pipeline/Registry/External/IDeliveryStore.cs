namespace Hamf.Pipeline.Registry.External;

/// <summary>
/// Remembers what is to be delivered to external servers and what has arrived. Rows are per server, named by <see cref="ITracking.Server"/>.
/// Thread-safe; every writing call is durable when it returns.
/// </summary>
public interface IDeliveryStore
{
    /// <summary>Notes that something is to be delivered; what is known already stays as it is.</summary>
    void Add(string server, DeliveryKind kind, string subject);

    /// <summary>The row, or null.</summary>
    Delivery? Find(string server, DeliveryKind kind, string subject);

    /// <summary>All rows of a kind, by age.</summary>
    IReadOnlyList<Delivery> List(string server, DeliveryKind kind);

    /// <summary>What waits, runs before versions before aliases, each by age.</summary>
    /// <param name="server">The server.</param>
    /// <param name="dueBy">Only what may be tried by then; null for all that waits.</param>
    IReadOnlyList<Delivery> Waiting(string server, DateTimeOffset? dueBy);

    /// <summary>Takes something that waits, so that no other process delivers it at the same time; marking it gives it back.</summary>
    /// <param name="server">The server.</param>
    /// <param name="kind">What kind of thing.</param>
    /// <param name="subject">Which one.</param>
    /// <param name="until">When it is free again, should this process be gone by then.</param>
    /// <returns>False when it does not wait, or another process has it.</returns>
    bool Claim(string server, DeliveryKind kind, string subject, DateTimeOffset until);

    /// <summary>Gives back what was claimed and not marked.</summary>
    void Release(string server, DeliveryKind kind, string subject);

    /// <summary>Notes the id that something has there, before all of it is there.</summary>
    void Identify(string server, DeliveryKind kind, string subject, string remoteId);

    /// <summary>Notes that all of it is there.</summary>
    void MarkDelivered(string server, DeliveryKind kind, string subject, string remoteId);

    /// <summary>Notes that something has changed here and is to be delivered again.</summary>
    void MarkChanged(string server, DeliveryKind kind, string subject);

    /// <summary>Notes a failed attempt and when to try again.</summary>
    void MarkFailed(string server, DeliveryKind kind, string subject, string error, DateTimeOffset nextAttempt);
}
