using System.Text.Json.Nodes;
using Dapper;
using Hamf.Adapters.Relational.Registry;
using Hamf.Pipeline.Governance;

namespace Hamf.Adapters.Relational;

/// <summary>Webhooks and their outbox in the relational database. Thread-safe.</summary>
public sealed class WebhookStore(Database database) : IWebhookStore
{
    // Deliveries that arrived are kept this long, for questions.
    private const long KeptMs = 30L * 86_400_000;

    private long Now => database.Time.GetUtcNow().ToUnixTimeMilliseconds();

    /// <inheritdoc/>
    public long Add(Uri url, IReadOnlyList<string> events, string secret, string actor)
    {
        ArgumentNullException.ThrowIfNull(url);
        return Write(sql =>
        {
            long now = Now;
            string kinds = string.Join(',', events);
            long id = sql.Scalar<long>(
                """
                insert into webhooks(url, events, secret, created_at_ms, created_by) values (@url, @kinds, @secret, @now, @actor)
                returning webhook_id
                """,
                new { url = url.ToString(), kinds, secret, now, actor });
            ChangeLog.Add(sql, "webhooks", null, Text(id, url, kinds, actor), now);
            return id;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<Webhook> List() => database.Read(connection => connection
        .Query<WebhookRow>(
            """
            select w.webhook_id as Id, w.url as Url, w.events as Events, w.created_at_ms as CreatedAtMs, w.created_by as CreatedBy,
                (select count(*) from webhook_deliveries d where d.webhook_id = w.webhook_id and d.state = 'waiting') as Waiting,
                (select count(*) from webhook_deliveries d where d.webhook_id = w.webhook_id and d.state = 'failed') as Failed,
                (select d.last_error from webhook_deliveries d where d.webhook_id = w.webhook_id and d.last_error is not null
                    order by d.delivery_id desc limit 1) as LastError
            from webhooks w where w.removed_at_ms is null order by w.webhook_id
            """)
        .Select(row => row.ToWebhook())
        .ToArray());

    /// <inheritdoc/>
    public bool Remove(long id, string actor) => Write(sql =>
    {
        long now = Now;
        List<(string Url, string Events)> found = sql.Rows<(string, string)>(
            "select url, events from webhooks where webhook_id = @id and removed_at_ms is null", new { id });
        if (found.Count == 0)
        {
            return false;
        }

        // What signed the deliveries is no longer needed by anybody.
        sql.Execute("update webhooks set removed_at_ms = @now, secret = '' where webhook_id = @id", new { id, now });
        sql.Execute("delete from webhook_deliveries where webhook_id = @id and state = 'waiting'", new { id });
        ChangeLog.Add(sql, "webhooks", Text(id, new Uri(found[0].Url), found[0].Events, actor), null, now);
        return true;
    });

    /// <inheritdoc/>
    public bool QueueTest(long id, string actor) => Write(sql =>
    {
        bool isThere = sql.Scalar<long>("select count(*) from webhooks where webhook_id = @id and removed_at_ms is null", new { id }) > 0;
        if (isThere)
        {
            RegistryEvents.AddTest(sql, id, actor, Now);
        }

        return isThere;
    });

    /// <inheritdoc/>
    public IReadOnlyList<WebhookDelivery> Due(DateTimeOffset now, int max) => database.Read(connection => connection
        .Query<(long Id, long WebhookId, string Url, string Secret, string Kind, string Body, long Attempts)>(
            """
            select d.delivery_id, d.webhook_id, w.url, w.secret, e.kind, e.body, d.attempts
            from (
                select delivery_id, webhook_id, event_id, attempts, row_number() over (partition by webhook_id order by delivery_id) as place
                from webhook_deliveries where state = 'waiting' and next_attempt_ms <= @now
            ) d
            join webhooks w on w.webhook_id = d.webhook_id
            join webhook_events e on e.event_id = d.event_id
            where d.place <= @max order by d.delivery_id
            """,
            new { now = now.ToUnixTimeMilliseconds(), max })
        .Select(d => new WebhookDelivery(d.Id, d.WebhookId, new Uri(d.Url), d.Secret, d.Kind, d.Body, (int)d.Attempts))
        .ToArray());

    /// <inheritdoc/>
    public void MarkDelivered(long deliveryId, DateTimeOffset at) => Write(sql =>
    {
        long ms = at.ToUnixTimeMilliseconds();
        sql.Execute(
            "update webhook_deliveries set state = 'delivered', delivered_at_ms = @ms, last_error = null where delivery_id = @deliveryId", new { deliveryId, ms });
        sql.Execute("delete from webhook_deliveries where state = 'delivered' and delivered_at_ms < @old", new { old = ms - KeptMs });
        return sql.Execute(
            "delete from webhook_events where at_ms < @old and not exists (select 1 from webhook_deliveries d where d.event_id = webhook_events.event_id)",
            new { old = ms - KeptMs });
    });

    /// <inheritdoc/>
    public void MarkFailed(long deliveryId, string error, DateTimeOffset? nextAttempt) => Write(sql => sql.Execute(
        """
        update webhook_deliveries set attempts = attempts + 1, last_error = @error, state = @state, next_attempt_ms = coalesce(@next, next_attempt_ms)
        where delivery_id = @deliveryId
        """,
        new { deliveryId, error, state = nextAttempt is null ? "failed" : "waiting", next = nextAttempt?.ToUnixTimeMilliseconds() }));

    // The path of an address may be a secret; the log of changes is read by many.
    private static JsonObject Text(long id, Uri url, string events, string actor) =>
        new() { ["webhook_id"] = id, ["host"] = url.Host, ["events"] = events, ["actor"] = actor };

    private T Write<T>(Func<RegistrySql, T> work) => database.Write(transaction => work(new RegistrySql(transaction)));

    // With properties, not parameters: SQLite knows no type of a computed column in a result without rows, and no constructor would match.
    private sealed record WebhookRow
    {
        public long Id { get; init; }

        public string Url { get; init; } = string.Empty;

        public string Events { get; init; } = string.Empty;

        public long CreatedAtMs { get; init; }

        public string CreatedBy { get; init; } = string.Empty;

        public long Waiting { get; init; }

        public long Failed { get; init; }

        public string? LastError { get; init; }

        public Webhook ToWebhook() => new()
        {
            Id = Id,
            Url = new Uri(Url),
            Events = Events.Split(','),
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(CreatedAtMs),
            CreatedBy = CreatedBy,
            Waiting = Waiting,
            Failed = Failed,
            LastError = LastError,
        };
    }
}
