using System.Data.Common;
using System.Runtime.InteropServices;
using Dapper;
using Hamf.Pipeline.Scoring;

namespace Hamf.Adapters.Relational;

/// <summary>Scored events in the relational database. Thread-safe.</summary>
public sealed class ScoreStore(Database database) : IScoreStore
{
    private const string Consumer = "scores";

    private const string Columns =
        "event_id, detector, time_ms, entity, score, threshold, decision, model_version, scored_at_ms, reasons, payload";

    /// <inheritdoc/>
    public long PositionOf(string topic) => StreamPositions.Of(database, Consumer, topic);

    /// <inheritdoc/>
    public int Save(string topic, long nextOffset, IReadOnlyList<ScoredEvent> events)
    {
        ArgumentNullException.ThrowIfNull(events);
        return database.Write(transaction =>
        {
            int added = Insert(transaction, events);
            transaction.Connection!.Execute(
                """
                insert into row_counts(name, count) values ('scores', @added)
                on conflict (name) do update set count = row_counts.count + excluded.count
                """,
                new { added },
                transaction);
            StreamPositions.Move(database, transaction, Consumer, topic, nextOffset);
            return added;
        });
    }

    /// <inheritdoc/>
    public ScoredEvent? Find(string eventId) => database.Read(connection =>
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"select {Columns} from scores where event_id = @id";
        AddParameter(command, "@id").Value = eventId;
        using DbDataReader reader = command.ExecuteReader();
        return reader.Read() ? ReadEvent(reader) : null;
    });

    /// <inheritdoc/>
    public IEnumerable<ScoredEvent> Query(string detector, long fromMs, long toMs) => database.Stream(
        command =>
        {
            command.CommandText =
                $"select {Columns} from scores where detector = @detector and time_ms >= @from and time_ms < @to order by time_ms, event_id";
            AddParameter(command, "@detector").Value = detector;
            AddParameter(command, "@from").Value = fromMs;
            AddParameter(command, "@to").Value = toMs;
        },
        ReadEvent);

    /// <inheritdoc/>
    public long Count() => database.Read(connection =>
        connection.ExecuteScalar<long?>("select count from row_counts where name = 'scores'") ?? 0);

    // The hot path of the sink: column by column, as the database takes many rows fastest.
    private int Insert(DbTransaction transaction, IReadOnlyList<ScoredEvent> events) => database.Insert(transaction, new BulkInsert(
        "scores",
        [
            new TextColumn("event_id", Column(events, e => e.EventId)),
            new TextColumn("detector", Column(events, e => e.Detector)),
            new LongColumn("time_ms", Column(events, e => e.TimeMs)),
            new TextColumn("entity", Column(events, e => e.Entity)),
            new DoubleColumn("score", Column(events, e => e.Score)),
            new DoubleColumn("threshold", Column(events, e => e.Threshold)),
            new LongColumn("decision", Column(events, e => e.Decision ? 1L : 0L)),
            new LongColumn("model_version", Column(events, e => (long)e.ModelVersion)),
            new LongColumn("scored_at_ms", Column(events, e => e.ScoredAtMs)),
            new TextColumn("reasons", Column(events, e => ReasonsText.Write(e.Reasons))),
            new BytesColumn("payload", Column(events, e => Bytes(e.Payload))),
        ],
        "(event_id) do nothing"));

    private static T[] Column<T>(IReadOnlyList<ScoredEvent> events, Func<ScoredEvent, T> value)
    {
        var column = new T[events.Count];
        for (int i = 0; i < column.Length; i++)
        {
            column[i] = value(events[i]);
        }

        return column;
    }

    // A payload that has an array to itself, as those that the sink reads have, is not copied.
    private static byte[] Bytes(ReadOnlyMemory<byte> payload) =>
        MemoryMarshal.TryGetArray(payload, out ArraySegment<byte> segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count
            ? segment.Array
            : payload.ToArray();

    private static DbParameter AddParameter(DbCommand command, string name)
    {
        DbParameter parameter = command.CreateParameter();
        parameter.ParameterName = name;
        command.Parameters.Add(parameter);
        return parameter;
    }

    private static ScoredEvent ReadEvent(DbDataReader reader) => new()
    {
        EventId = reader.GetString(0),
        Detector = reader.GetString(1),
        TimeMs = reader.GetInt64(2),
        Entity = reader.IsDBNull(3) ? null : reader.GetString(3),
        Score = reader.GetDouble(4),
        Threshold = reader.GetDouble(5),
        Decision = reader.GetInt64(6) != 0,
        ModelVersion = (int)reader.GetInt64(7),
        ScoredAtMs = reader.GetInt64(8),
        Reasons = ReasonsText.Read(reader.IsDBNull(9) ? null : reader.GetString(9)),
        Payload = reader.GetFieldValue<byte[]>(10),
    };
}
