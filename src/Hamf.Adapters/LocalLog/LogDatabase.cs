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
        """;

    // Batches of a topic that are looked at together when room is needed.
    private const int BatchesAtOnce = 256;

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
                pragma cache_size = -8192;
                pragma wal_autocheckpoint = 8192;
                pragma journal_size_limit = 67108864;
                """);
            if (isWriter)
            {
                SqliteDatabase.Execute(_connection, Schema + KeyTables.Schema);
            }

            Keys = new KeyTables(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>The remembered keys.</summary>
    public KeyTables Keys { get; }

    /// <summary>Bytes in use, free pages left out.</summary>
    public long UsedBytes =>
        (_connection.ExecuteScalar<long>("pragma page_count") - _connection.ExecuteScalar<long>("pragma freelist_count"))
        * _connection.ExecuteScalar<long>("pragma page_size");

    public SqliteWork Begin() => new(_connection);

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

    /// <summary>Removes batches that are older than <paramref name="beforeMs"/> and needed by nobody.</summary>
    /// <param name="beforeMs">Unix milliseconds.</param>
    /// <param name="neededFrom">The lowest offset of a topic that is needed outside the log.</param>
    /// <returns>How many batches were removed.</returns>
    public int RemoveOld(long beforeMs, Func<string, long> neededFrom)
    {
        using SqliteWork work = Begin();
        SqliteTransaction transaction = work.Transaction;
        int removed = 0;
        foreach (string topic in Topics(transaction))
        {
            removed += _connection.Execute(
                "delete from batches where topic = @topic and appended_at_ms < @beforeMs and end_offset <= @end",
                new { topic, beforeMs, end = ConsumedUpTo(topic, neededFrom, transaction) },
                transaction);
        }

        Finish(work, removed);
        return removed;
    }

    /// <summary>Removes the oldest batches that nobody needs, however young, until so many bytes are free.</summary>
    /// <param name="bytes">Bytes wanted.</param>
    /// <param name="neededFrom">The lowest offset of a topic that is needed outside the log.</param>
    public void MakeRoom(long bytes, Func<string, long> neededFrom)
    {
        int removed;
        do
        {
            using SqliteWork work = Begin();
            SqliteTransaction transaction = work.Transaction;
            StoredBatch[] candidates = [.. Topics(transaction)
                .SelectMany(topic => Oldest(topic, ConsumedUpTo(topic, neededFrom, transaction), transaction))
                .OrderBy(b => b.AppendedAtMs)];
            removed = 0;
            for (int i = 0; i < candidates.Length && bytes > 0; i++, removed++)
            {
                bytes -= candidates[i].Size;
                _connection.Execute("delete from batches where topic = @Topic and base_offset = @BaseOffset", candidates[i], transaction);
            }

            Finish(work, removed);
        }
        while (bytes > 0 && removed > 0);
    }

    private string[] Topics(SqliteTransaction transaction) => [.. _connection.Query<string>("select topic from topics", transaction: transaction)];

    private long ConsumedUpTo(string topic, Func<string, long> neededFrom, SqliteTransaction transaction) => Math.Min(
        neededFrom(topic),
        _connection.ExecuteScalar<long?>("select min(next_offset) from positions where topic = @topic", new { topic }, transaction) ?? long.MaxValue);

    private List<StoredBatch> Oldest(string topic, long end, SqliteTransaction transaction)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            """
            select base_offset, appended_at_ms, length(data) from batches
            where topic = @topic and end_offset <= @end order by base_offset limit @max
            """;
        command.Parameters.AddWithValue("@topic", topic);
        command.Parameters.AddWithValue("@end", end);
        command.Parameters.AddWithValue("@max", BatchesAtOnce);
        using SqliteDataReader reader = command.ExecuteReader();
        var batches = new List<StoredBatch>();
        while (reader.Read())
        {
            batches.Add(new StoredBatch(topic, reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)));
        }

        return batches;
    }

    private void Finish(SqliteWork work, int removed)
    {
        if (removed > 0)
        {
            _connection.Execute(
                "update topics set start_offset = coalesce((select min(b.base_offset) from batches b where b.topic = topics.topic), next_offset)",
                transaction: work.Transaction);
            Keys.RemoveOld(work.Transaction);
        }

        work.Commit();
        if (removed > 0)
        {
            SqliteDatabase.Execute(_connection, "pragma incremental_vacuum(4096)");
        }
    }

    public void Dispose() => _connection.Dispose();

    private sealed record StoredBatch(string Topic, long BaseOffset, long AppendedAtMs, long Size);
}
