using Dapper;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.LocalLog;

/// <summary>
/// Remembered keys on disk, laid out so that writing is sequential however random the event ids are: each commit appends its keys as one blob; when
/// many have gathered they become a sorted run of pages. (A plain table keyed by event id wrote a page for nearly every key: 9,500 keys/s with three
/// million keys, a seventh of this.) The statements on one connection; not thread-safe.
/// </summary>
internal sealed class KeyTables(SqliteConnection connection)
{
    public const string Schema =
        """
        create table if not exists key_versions(
            consumer_group text primary key,
            version bigint not null
        );
        create table if not exists key_batches(
            batch_id integer primary key autoincrement,
            consumer_group text not null,
            data blob not null
        );
        create index if not exists key_batches_by_group on key_batches(consumer_group);
        create table if not exists key_runs(
            run_id integer primary key autoincrement,
            consumer_group text not null,
            max_offset bigint not null,
            data blob not null
        );
        create table if not exists key_pages(
            page_id integer primary key,
            data blob not null
        );
        """;

    // Page numbers of a run are RunId * 2^20 + index.
    private const int PageBits = 20;

    /// <summary>Counts the changes of a group's keys, so that others notice them.</summary>
    public long Version(string group) =>
        connection.ExecuteScalar<long?>("select version from key_versions where consumer_group = @group", new { group }) ?? 0;

    public long NextVersion(SqliteTransaction transaction, string group) => connection.ExecuteScalar<long>(
        """
        insert into key_versions(consumer_group, version) values (@group, 1)
        on conflict (consumer_group) do update set version = key_versions.version + 1 returning version
        """,
        new { group },
        transaction);

    public void AddBatch(SqliteTransaction transaction, string group, ReadOnlySpan<KeyEntry> entries) => connection.Execute(
        "insert into key_batches(consumer_group, data) values (@group, @data)", new { group, data = KeyEntry.Pack(entries) }, transaction);

    /// <summary>Writes a sorted run in place of all batches of the group.</summary>
    public KeyRun AddRun(SqliteTransaction transaction, string group, KeyEntry[] sorted)
    {
        long runId = connection.ExecuteScalar<long>(
            "insert into key_runs(consumer_group, max_offset, data) values (@group, @max, x'') returning run_id",
            new { group, max = sorted.Max(e => e.Remembered.Offset) },
            transaction);
        KeyRun run = KeyRun.Of(runId, sorted);
        connection.Execute("update key_runs set data = @data where run_id = @runId", new { runId, data = run.ToBytes() }, transaction);
        using SqliteCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "insert into key_pages(page_id, data) values (@id, @data)";
        SqliteParameter id = command.Parameters.Add("@id", SqliteType.Integer);
        SqliteParameter data = command.Parameters.Add("@data", SqliteType.Blob);
        for (int page = 0; page * KeyRun.PageLength < sorted.Length; page++)
        {
            int start = page * KeyRun.PageLength;
            id.Value = PageId(runId, page);
            data.Value = KeyEntry.Pack(sorted.AsSpan(start, Math.Min(KeyRun.PageLength, sorted.Length - start)));
            command.ExecuteNonQuery();
        }

        connection.Execute("delete from key_batches where consumer_group = @group", new { group }, transaction);
        return run;
    }

    public IEnumerable<KeyEntry[]> Batches(string group) => connection
        .Query<byte[]>("select data from key_batches where consumer_group = @group order by batch_id", new { group }, buffered: false)
        .Select(data => KeyEntry.Unpack(data));

    /// <summary>The group's runs, newest first.</summary>
    public KeyRun[] Runs(string group) => [.. connection
        .Query<(long RunId, byte[] Data)>("select run_id, data from key_runs where consumer_group = @group order by run_id desc", new { group }, buffered: false)
        .Select(row => KeyRun.FromBytes(row.RunId, row.Data))];

    /// <summary>A page of a run, or nothing when the run has been removed meanwhile.</summary>
    public KeyEntry[] Page(long runId, int page) =>
        connection.ExecuteScalar<byte[]?>("select data from key_pages where page_id = @id", new { id = PageId(runId, page) }) is { } data
            ? KeyEntry.Unpack(data)
            : [];

    /// <summary>Removes runs all of whose records are gone.</summary>
    public void RemoveOld(SqliteTransaction transaction)
    {
        (long RunId, string Group)[] old = [.. connection.Query<(long, string)>(
            """
            select r.run_id, r.consumer_group from key_runs r where r.max_offset < (
                select min(t.start_offset) from positions p join topics t on t.topic = p.topic where p.consumer_group = r.consumer_group)
            """,
            transaction: transaction)];
        foreach ((long runId, _) in old)
        {
            connection.Execute(
                "delete from key_pages where page_id >= @first and page_id < @end; delete from key_runs where run_id = @runId",
                new { runId, first = PageId(runId, 0), end = PageId(runId + 1, 0) },
                transaction);
        }

        foreach (string group in old.Select(o => o.Group).Distinct(StringComparer.Ordinal))
        {
            NextVersion(transaction, group);
        }
    }

    private static long PageId(long runId, int page) => (runId << PageBits) + page;
}
