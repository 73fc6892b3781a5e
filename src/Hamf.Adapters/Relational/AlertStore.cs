using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Alerts;

namespace Hamf.Adapters.Relational;

/// <summary>Alerts and their outbox in the relational database. Thread-safe.</summary>
public sealed class AlertStore(Database database) : IAlertStore
{
    private const string Consumer = "alerts";

    private const string Columns =
        """
        a.alert_id as AlertId, a.event_id as EventId, a.detector as Detector, a.time_ms as TimeMs, a.entity as Entity, a.score as Score,
        a.threshold as Threshold, a.model_version as ModelVersion, a.raised_at_ms as RaisedAtMs, a.reasons as Reasons
        """;

    /// <inheritdoc/>
    public long PositionOf(string topic) => StreamPositions.Of(database, Consumer, topic);

    /// <inheritdoc/>
    public IReadOnlyList<Alert> Save(string topic, long nextOffset, IReadOnlyList<Alert> alerts, IReadOnlyList<string> channels)
    {
        ArgumentNullException.ThrowIfNull(alerts);
        ArgumentNullException.ThrowIfNull(channels);
        return database.Write(transaction =>
        {
            var added = new List<Alert>();
            foreach (Alert alert in alerts)
            {
                if (Insert(transaction, alert, channels) is { } id)
                {
                    added.Add(alert with { AlertId = id });
                }
            }

            StreamPositions.Move(database, transaction, Consumer, topic, nextOffset);
            return added;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<Alert> List(string? detector, long? beforeId, int max) => database.Read(connection => connection
        .Query<AlertRow>(
            $"""
            select {Columns} from alerts a
            where (@detector is null or a.detector = @detector) and (@beforeId is null or a.alert_id < @beforeId)
            order by a.alert_id desc limit @max
            """,
            new { detector, beforeId, max })
        .Select(ToAlert)
        .ToArray());

    /// <inheritdoc/>
    public long Count() => database.Read(connection => connection.ExecuteScalar<long>("select count(*) from alerts"));

    /// <inheritdoc/>
    public IReadOnlyList<OutboxMessage> Due(string channel, DateTimeOffset now, int max) => database.Read(connection => connection
        .Query<AlertRow, MessageRow, OutboxMessage>(
            $"""
            select {Columns}, o.message_id as MessageId, o.attempts as Attempts
            from outbox o join alerts a on a.alert_id = o.alert_id
            where o.channel = @channel and o.state = 'waiting' and o.next_attempt_ms <= @now
            order by o.message_id limit @max
            """,
            (alert, message) => new OutboxMessage(message.MessageId, channel, (int)message.Attempts, ToAlert(alert)),
            new { channel, now = now.ToUnixTimeMilliseconds(), max },
            splitOn: "MessageId")
        .ToArray());

    /// <inheritdoc/>
    public void MarkDelivered(long messageId, DateTimeOffset at) => database.Write(transaction => transaction.Connection!.Execute(
        "update outbox set state = 'delivered', delivered_at_ms = @at where message_id = @messageId",
        new { messageId, at = at.ToUnixTimeMilliseconds() },
        transaction));

    /// <inheritdoc/>
    public void MarkFailed(long messageId, string error, DateTimeOffset? nextAttempt) => database.Write(transaction => transaction.Connection!.Execute(
        """
        update outbox set attempts = attempts + 1, last_error = @error, state = case when @next is null then 'failed' else 'waiting' end,
            next_attempt_ms = coalesce(@next, next_attempt_ms)
        where message_id = @messageId
        """,
        new { messageId, error, next = nextAttempt?.ToUnixTimeMilliseconds() },
        transaction));

    /// <inheritdoc/>
    public IReadOnlyList<OutboxState> OutboxStates() => database.Read(connection => connection
        .Query<(string Channel, string State, long Count)>(
            "select channel, state, count(*) from outbox where state <> 'delivered' group by channel, state")
        .GroupBy(g => g.Channel)
        .Select(g => new OutboxState(
            g.Key, g.Where(c => c.State == "waiting").Sum(c => c.Count), g.Where(c => c.State == "failed").Sum(c => c.Count)))
        .ToArray());

    private static long? Insert(DbTransaction transaction, Alert alert, IReadOnlyList<string> channels)
    {
        long? id = transaction.Connection!.ExecuteScalar<long?>(
            """
            insert into alerts(event_id, detector, time_ms, entity, score, threshold, model_version, raised_at_ms, reasons)
            values (@EventId, @Detector, @TimeMs, @Entity, @Score, @Threshold, @ModelVersion, @RaisedAtMs, @reasons)
            on conflict (event_id) do nothing returning alert_id
            """,
            new
            {
                alert.EventId,
                alert.Detector,
                alert.TimeMs,
                alert.Entity,
                alert.Score,
                alert.Threshold,
                alert.ModelVersion,
                alert.RaisedAtMs,
                reasons = ReasonsText.Write(alert.Reasons),
            },
            transaction);
        if (id is not null)
        {
            transaction.Connection!.Execute(
                "insert into outbox(channel, alert_id, next_attempt_ms) values (@channel, @id, @RaisedAtMs)",
                channels.Select(channel => new { channel, id, alert.RaisedAtMs }),
                transaction);
        }

        return id;
    }

    private static Alert ToAlert(AlertRow row) => new()
    {
        AlertId = row.AlertId,
        EventId = row.EventId,
        Detector = row.Detector,
        TimeMs = row.TimeMs,
        Entity = row.Entity,
        Score = row.Score,
        Threshold = row.Threshold,
        ModelVersion = (int)row.ModelVersion,
        RaisedAtMs = row.RaisedAtMs,
        Reasons = ReasonsText.Read(row.Reasons),
    };

    private sealed record AlertRow(
        long AlertId, string EventId, string Detector, long TimeMs, string? Entity, double Score, double Threshold, long ModelVersion,
        long RaisedAtMs, string? Reasons);

    private sealed record MessageRow(long MessageId, long Attempts);
}
