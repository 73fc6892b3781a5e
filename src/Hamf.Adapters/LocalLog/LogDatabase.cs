using System.Globalization;
using Dapper;
using Hamf.Adapters.Files;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Intake;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// The statements of the log on one connection. Topics, batches as blobs, positions of groups, event ids that groups remember. Not thread-safe:
/// the writer has one, readers share another behind a lock.
/// </summary>
internal sealed class LogDatabase : IDisposable
{
    private const string Schema =
        """
        create table if not exists topics(
            topic text primary key,
            next_offset bigint not null,
            start_offset bigint not null
        );
        create table if not exists batches(
            topic text not null,
            base_offset bigint not null,
            end_offset bigint not null,
            appended_at_ms bigint not null,
            data blob not null,
            primary key (topic, base_offset)
        );
        create table if not exists positions(
            consumer_group text not null,
            topic text not null,
            next_offset bigint not null,
            primary key (consumer_group, topic)
        );
        create table if not exists remembered(
            consumer_group text not null,
            event_id text not null,
            record_offset bigint not null,
            payload_digest bigint not null,
            primary key (consumer_group, event_id)
        ) without rowid;
        """;

    private const int IdsPerQuery = 500;

    private readonly SqliteConnection _connection;

    public LogDatabase(LocalLogOptions options, bool isWriter)
    {
        SqliteNative.Use();
        PrivateFolder.Create(Path.GetDirectoryName(Path.GetFullPath(options.Path))!);
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = options.Path, Pooling = false }.ToString());
        try
        {
            _connection.Open();

            // Pages freed by retention go back to the file system bit by bit; this must be chosen before the first table.
            SqliteDatabase.Execute(_connection, $"""
                pragma auto_vacuum = incremental;
                pragma busy_timeout = 10000;
                pragma journal_mode = wal;
                pragma synchronous = {(options.SurvivesPowerLoss ? "full" : "normal")};
                pragma cache_size = -{(isWriter ? 65536 : 8192)};
                pragma wal_autocheckpoint = 8192;
                pragma journal_size_limit = 67108864;
                """);
            if (isWriter)
            {
                SqliteDatabase.Execute(_connection, Schema);
            }
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>Bytes in use, free pages left out.</summary>
    public long UsedBytes =>
        (_connection.ExecuteScalar<long>("pragma page_count") - _connection.ExecuteScalar<long>("pragma freelist_count"))
        * _connection.ExecuteScalar<long>("pragma page_size");

    public SqliteTransaction Begin() => _connection.BeginTransaction(deferred: false);

    /// <summary>Ends a transaction that SQLite has rolled back by itself, or that a failure left open.</summary>
    public void EndBroken()
    {
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            SqliteDatabase.Execute(_connection, "rollback");
        }
    }

    /// <summary>Limits the file to so many pages, as a full disk would; 0 lifts the limit. For tests.</summary>
    public void LimitPages(long count) =>
        SqliteDatabase.Execute(_connection, string.Create(CultureInfo.InvariantCulture, $"pragma max_page_count = {(count == 0 ? uint.MaxValue - 1 : count)}"));

    /// <summary>Appends a batch at the topic's end.</summary>
    public RecordBatch Append(SqliteTransaction transaction, string topic, IReadOnlyList<NewRecord> records, long nowMs)
    {
        long baseOffset = EndOffset(topic, transaction);
        RecordBatch batch = RecordBatch.Pack(baseOffset, nowMs, records);
        _connection.Execute(
            """
            insert into topics(topic, next_offset, start_offset) values (@topic, @EndOffset, 0)
            on conflict (topic) do update set next_offset = excluded.next_offset
            """,
            new { topic, batch.EndOffset },
            transaction);
        _connection.Execute(
            "insert into batches(topic, base_offset, end_offset, appended_at_ms, data) values (@topic, @BaseOffset, @EndOffset, @nowMs, @Blob)",
            new { topic, batch.BaseOffset, batch.EndOffset, nowMs, batch.Blob },
            transaction);
        return batch;
    }

    /// <summary>Moves a group's position, if it is still where the caller read from.</summary>
    /// <exception cref="InvalidOperationException">Another consumer of the group has moved it.</exception>
    public void Move(SqliteTransaction transaction, string group, string topic, long from, long to)
    {
        long found = Committed(group, topic, transaction);
        if (found != from)
        {
            throw new InvalidOperationException(
                $"Group {group} is at offset {found} of {topic}, not at {from}: another process consumes for it. Only one may.");
        }

        _connection.Execute(
            """
            insert into positions(consumer_group, topic, next_offset) values (@group, @topic, @to)
            on conflict (consumer_group, topic) do update set next_offset = excluded.next_offset
            """,
            new { group, topic, to },
            transaction);
    }

    /// <summary>Remembers event ids; one that is known already keeps what is known of it.</summary>
    public void Remember(SqliteTransaction transaction, string group, IReadOnlyList<(string EventId, RememberedKey Remembered)> keys)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            "insert into remembered(consumer_group, event_id, record_offset, payload_digest) values (@group, @id, @offset, @digest) on conflict do nothing";
        command.Parameters.AddWithValue("@group", group);
        SqliteParameter id = command.Parameters.Add("@id", SqliteType.Text);
        SqliteParameter offset = command.Parameters.Add("@offset", SqliteType.Integer);
        SqliteParameter digest = command.Parameters.Add("@digest", SqliteType.Integer);

        // In order of id, so that neighbours in the table are written one after another.
        foreach ((string eventId, RememberedKey key) in keys.OrderBy(k => k.EventId, StringComparer.Ordinal))
        {
            id.Value = eventId;
            offset.Value = key.Offset;
            digest.Value = unchecked((long)key.PayloadDigest);
            command.ExecuteNonQuery();
        }
    }

    public Dictionary<string, RememberedKey> Known(string group, IReadOnlyCollection<string> eventIds)
    {
        var found = new Dictionary<string, RememberedKey>(StringComparer.Ordinal);
        foreach (string[] ids in eventIds.Order(StringComparer.Ordinal).Chunk(IdsPerQuery))
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText =
                $"select event_id, record_offset, payload_digest from remembered where consumer_group = @group and event_id in ({string.Join(',', ids.Select((_, i) => $"@p{i}"))})";
            command.Parameters.AddWithValue("@group", group);
            for (int i = 0; i < ids.Length; i++)
            {
                command.Parameters.AddWithValue($"@p{i}", ids[i]);
            }

            using SqliteDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                found[reader.GetString(0)] = new RememberedKey(reader.GetInt64(1), unchecked((ulong)reader.GetInt64(2)));
            }
        }

        return found;
    }

    /// <summary>The batch that holds an offset, or the first after it, or null at the end.</summary>
    public RecordBatch? ReadBatch(string topic, long offset)
    {
        (long BaseOffset, byte[] Data)? row = _connection.Query<(long, byte[])>(
            """
            select base_offset, data from batches where topic = @topic and base_offset >= coalesce(
                (select max(base_offset) from batches where topic = @topic and base_offset <= @offset and end_offset > @offset), @offset)
            order by base_offset limit 1
            """,
            new { topic, offset }).Cast<(long, byte[])?>().FirstOrDefault();
        return row is { } found ? RecordBatch.Unpack(topic, found.BaseOffset, found.Data) : null;
    }

    public long EndOffset(string topic, SqliteTransaction? transaction = null) =>
        _connection.ExecuteScalar<long?>("select next_offset from topics where topic = @topic", new { topic }, transaction) ?? 0;

    public long StartOffset(string topic) =>
        _connection.ExecuteScalar<long?>("select start_offset from topics where topic = @topic", new { topic }) ?? 0;

    public long Committed(string group, string topic, SqliteTransaction? transaction = null) => _connection.ExecuteScalar<long?>(
        "select next_offset from positions where consumer_group = @group and topic = @topic", new { group, topic }, transaction) ?? 0;

    /// <summary>
    /// Removes batches that are older than <paramref name="beforeMs"/> and consumed by every group that has read the topic, and forgets event ids of
    /// records that are gone.
    /// </summary>
    /// <returns>How many batches were removed.</returns>
    public int RemoveOld(long beforeMs)
    {
        using SqliteTransaction transaction = Begin();
        int removed = _connection.Execute(
            """
            delete from batches where appended_at_ms < @beforeMs and end_offset <= coalesce(
                (select min(p.next_offset) from positions p where p.topic = batches.topic), end_offset)
            """,
            new { beforeMs },
            transaction);
        if (removed > 0)
        {
            _connection.Execute(
                """
                update topics set start_offset = coalesce((select min(b.base_offset) from batches b where b.topic = topics.topic), next_offset);
                delete from remembered where record_offset < (
                    select min(t.start_offset) from positions p join topics t on t.topic = p.topic where p.consumer_group = remembered.consumer_group)
                """,
                transaction: transaction);
        }

        transaction.Commit();
        if (removed > 0)
        {
            SqliteDatabase.Execute(_connection, "pragma incremental_vacuum(4096)");
        }

        return removed;
    }

    public void Dispose() => _connection.Dispose();
}
