using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Hamf.Pipeline.Labels;

namespace Hamf.Adapters.Relational;

/// <summary>Labels with their history in the relational database. Thread-safe.</summary>
public sealed class LabelStore(Database database) : ILabelStore
{
    // Ids looked up in one statement; well below SQLite's limit of variables.
    private const int IdsPerQuery = 500;

    /// <inheritdoc/>
    public int Add(IReadOnlyList<Label> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return database.Write(transaction =>
        {
            long now = database.Time.GetUtcNow().ToUnixTimeMilliseconds();
            int added = 0;
            foreach (Label label in labels)
            {
                added += AddOne(transaction, label, now) ? 1 : 0;
            }

            return added;
        });
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, Label> Current(IReadOnlyCollection<string> eventIds) => database.Read(connection =>
    {
        var found = new Dictionary<string, Label>(StringComparer.Ordinal);
        foreach (string[] ids in eventIds.Chunk(IdsPerQuery))
        {
            // Oldest first, so that the one in force is the last to be put in; the filter by id uses the index, which the view cannot.
            foreach (LabelRow row in connection.Query<LabelRow>(Select("event_id in @ids", "at_ms, position"), new { ids = new ValueList<string>(ids) }))
            {
                found[row.EventId] = row.ToLabel();
            }
        }

        return found;
    });

    /// <inheritdoc/>
    public IReadOnlyList<Label> History(string eventId) => database.Read(connection => connection
        .Query<LabelRow>(Select("event_id = @eventId", "at_ms desc, position desc"), new { eventId })
        .Select(row => row.ToLabel())
        .ToArray());

    /// <inheritdoc/>
    public (IReadOnlyList<Label> Labels, long NextPosition) ReadFrom(long position, int max) => database.Read(connection =>
    {
        LabelRow[] rows = connection.Query<LabelRow>(
            Select("position > @position", "position") + " limit @max", new { position, max }).ToArray();
        return (rows.Select(row => row.ToLabel()).ToArray(), rows.Length == 0 ? position : rows[^1].Position);
    });

    /// <inheritdoc/>
    public long Count() => database.Read(connection =>
        connection.ExecuteScalar<long>("select count(*) from (select distinct event_id from labels) labelled"));

    private static bool AddOne(DbTransaction transaction, Label label, long now)
    {
        DbConnection connection = transaction.Connection!;
        LabelRow? before = connection.QueryFirstOrDefault<LabelRow>(
            Select("event_id = @EventId", "at_ms desc, position desc limit 1"), new { label.EventId }, transaction);
        int added = connection.Execute(
            """
            insert into labels(event_id, positive, source, at_ms, added_at_ms) values (@EventId, @positive, @Source, @at, @now)
            on conflict (event_id, at_ms, positive, source) do nothing
            """,
            new { label.EventId, positive = label.Positive ? 1L : 0L, label.Source, at = label.At.ToUnixTimeMilliseconds(), now },
            transaction);
        if (added > 0)
        {
            connection.Execute(
                """
                insert into audit_entries(table_name, operation_type, changed_at_ms, old_data, new_data)
                values ('labels', @operation, @now, @old, @new)
                """,
                new { operation = before is null ? "INSERT" : "UPDATE", now, old = before is null ? null : Text(before.ToLabel()), @new = Text(label) },
                transaction);
        }

        return added > 0;
    }

    private static string Text(Label label) => new JsonObject
    {
        ["event_id"] = label.EventId,
        ["positive"] = label.Positive,
        ["source"] = label.Source,
        ["at"] = label.At.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture),
    }.ToJsonString();

    private static string Select(string where, string order) =>
        $"""
        select position as Position, event_id as EventId, positive as Positive, source as Source, at_ms as AtMs
        from labels where {where} order by {order}
        """;

    private sealed record LabelRow(long Position, string EventId, long Positive, string Source, long AtMs)
    {
        public Label ToLabel() => new(EventId, Positive != 0, Source, DateTimeOffset.FromUnixTimeMilliseconds(AtMs));
    }
}
