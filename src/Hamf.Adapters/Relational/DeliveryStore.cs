using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry.External;

namespace Hamf.Adapters.Relational;

/// <summary>Deliveries to external tracking servers in the relational database. Thread-safe.</summary>
public sealed class DeliveryStore(Database database) : IDeliveryStore
{
    private const string Columns =
        """
        kind as Kind, subject as Subject, remote_id as RemoteId, is_delivered as IsDelivered, attempts as Attempts, last_error as LastError,
        next_attempt_ms as NextAttemptMs
        """;

    private const string Key = "server = @server and kind = @kind and subject = @subject";

    /// <inheritdoc/>
    public void Add(string server, DeliveryKind kind, string subject) => Change(
        server,
        kind,
        subject,
        """
        insert into deliveries(server, kind, subject, created_at_ms) values (@server, @kind, @subject, @now)
        on conflict (server, kind, subject) do nothing
        """);

    /// <inheritdoc/>
    public Delivery? Find(string server, DeliveryKind kind, string subject) =>
        Select(Key, new { server, kind = kind.ToString(), subject }) is [var row] ? row : null;

    /// <inheritdoc/>
    public IReadOnlyList<Delivery> List(string server, DeliveryKind kind) => Select("server = @server and kind = @kind", new { server, kind = kind.ToString() });

    /// <inheritdoc/>
    public IReadOnlyList<Delivery> Waiting(string server, DateTimeOffset? dueBy) => [.. Select(
        "server = @server and is_delivered = 0 and (@due is null or next_attempt_ms <= @due)",
        new { server, due = dueBy?.ToUnixTimeMilliseconds() }).OrderBy(delivery => delivery.Kind)];

    /// <inheritdoc/>
    public bool Claim(string server, DeliveryKind kind, string subject, DateTimeOffset until) => Change(
        server,
        kind,
        subject,
        $"update deliveries set claimed_until_ms = @next where {Key} and is_delivered = 0 and claimed_until_ms <= @now",
        next: until.ToUnixTimeMilliseconds()) == 1;

    /// <inheritdoc/>
    public void Release(string server, DeliveryKind kind, string subject) =>
        Change(server, kind, subject, $"update deliveries set claimed_until_ms = 0 where {Key}");

    /// <inheritdoc/>
    public void Identify(string server, DeliveryKind kind, string subject, string remoteId) =>
        Change(server, kind, subject, $"update deliveries set remote_id = @remoteId where {Key}", remoteId);

    /// <inheritdoc/>
    public void MarkDelivered(string server, DeliveryKind kind, string subject, string remoteId) => Change(
        server,
        kind,
        subject,
        $"update deliveries set remote_id = @remoteId, is_delivered = 1, attempts = 0, last_error = null, delivered_at_ms = @now, claimed_until_ms = 0 where {Key}",
        remoteId);

    /// <inheritdoc/>
    public void MarkChanged(string server, DeliveryKind kind, string subject) =>
        Change(server, kind, subject, $"update deliveries set is_delivered = 0, next_attempt_ms = 0 where {Key} and is_delivered = 1");

    /// <inheritdoc/>
    public void MarkFailed(string server, DeliveryKind kind, string subject, string error, DateTimeOffset nextAttempt) => Change(
        server,
        kind,
        subject,
        $"update deliveries set attempts = attempts + 1, last_error = @error, next_attempt_ms = @next, claimed_until_ms = 0 where {Key}",
        error: error,
        next: nextAttempt.ToUnixTimeMilliseconds());

    private int Change(
        string server, DeliveryKind kind, string subject, string sql, string? remoteId = null, string? error = null, long next = 0) =>
        database.Write(transaction => transaction.Connection!.Execute(
            sql,
            new { server, kind = kind.ToString(), subject, remoteId, error, next, now = database.Time.GetUtcNow().ToUnixTimeMilliseconds() },
            transaction));

    private Delivery[] Select(string where, object parameters) => database.Read((DbConnection connection) => connection
        .Query<DeliveryRow>($"select {Columns} from deliveries where {where} order by delivery_id", parameters)
        .Select(row => new Delivery
        {
            Kind = Enum.Parse<DeliveryKind>(row.Kind),
            Subject = row.Subject,
            RemoteId = row.RemoteId,
            IsDelivered = row.IsDelivered != 0,
            Attempts = (int)row.Attempts,
            LastError = row.LastError,
            NextAttempt = DateTimeOffset.FromUnixTimeMilliseconds(row.NextAttemptMs),
        })
        .ToArray());

    private sealed record DeliveryRow(
        string Kind, string Subject, string? RemoteId, long IsDelivered, long Attempts, string? LastError, long NextAttemptMs);
}
