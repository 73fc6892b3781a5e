using Hamf.Adapters.LocalLog;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Intake;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;
using EventLog = Hamf.Adapters.LocalLog.LocalLog;

namespace Hamf.Adapters.Tests.LocalLog;

/// <summary>Retention, the size limit, a full disk and damage.</summary>
public sealed class LogRoomTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Old_records_go_once_every_group_has_consumed_them()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath });
        using EventLog fromDisk = Open(new LocalLogOptions { Path = LogPath });
        await log.AppendAsync("t", Records(10), None);
        await log.TransformAsync("g", "t", 10, TimeSpan.Zero, Keep, None);
        await log.AppendAsync("t", Records(5), None);
        _time.Advance(TimeSpan.FromDays(8));

        await log.AppendAsync("t", Records(1), None);
        await log.AppendAsync("t", Records(1), None);

        Assert.Equal(10, log.StartOffset("t"));
        Assert.Equal(17, log.EndOffset("t"));
        Assert.Equal(10, (await fromDisk.ReadAsync("t", 0, 1, TimeSpan.Zero, None))[0].Offset);
    }

    [Fact]
    public async Task Records_that_somebody_outside_needs_stay_however_old()
    {
        long needed = 0;
        using EventLog log = Open(new LocalLogOptions { Path = LogPath }, _ => needed);
        await log.AppendAsync("t", Records(10), None);
        _time.Advance(TimeSpan.FromDays(8));
        await log.AppendAsync("t", Records(1), None);
        await log.AppendAsync("t", Records(1), None);
        Assert.Equal(0, log.StartOffset("t"));

        needed = 10;
        _time.Advance(TimeSpan.FromMinutes(2));
        await log.AppendAsync("t", Records(1), None);
        await log.AppendAsync("t", Records(1), None);

        Assert.Equal(10, log.StartOffset("t"));
    }

    [Fact]
    public async Task A_log_at_its_limit_refuses_appends_and_heals_when_consumed()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath, MaxBytes = 4 << 20 }, _ => long.MaxValue);
        await log.TransformAsync("g", "t", 1, TimeSpan.Zero, Keep, None);
        await log.AppendAsync("t", Records(1), None);
        await log.TransformAsync("g", "t", 1, TimeSpan.Zero, Keep, None);

        long accepted = await FillAsync(log);

        Assert.InRange(accepted, 20, 45);
        Assert.Equal(accepted, log.EndOffset("t") - 1);
        while (await log.TransformAsync("g", "t", 5, TimeSpan.Zero, Keep, None) > 0)
        {
        }

        await log.AppendAsync("t", [new NewRecord(default, new byte[100_000])], None);
        Assert.True(log.StartOffset("t") > 0);
    }

    [Fact]
    public async Task Without_word_from_outside_nothing_goes_before_its_time()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath, MaxBytes = 4 << 20 });
        await FillAsync(log);
        while (await log.TransformAsync("g", "t", 50, TimeSpan.Zero, _ => new TransformResult([], []), None) > 0)
        {
        }

        EventLogFullException error = await Assert.ThrowsAsync<EventLogFullException>(
            () => log.AppendAsync("t", [new NewRecord(default, new byte[1_000_000])], None));

        Assert.Equal(0, log.StartOffset("t"));
        Assert.Contains("limit of 4 MiB", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("stream: max_log.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_larger_limit_heals_a_full_log()
    {
        using (EventLog log = Open(new LocalLogOptions { Path = LogPath, MaxBytes = 4 << 20 }))
        {
            await FillAsync(log);
        }

        using EventLog larger = Open(new LocalLogOptions { Path = LogPath, MaxBytes = 8 << 20 });
        await larger.AppendAsync("t", [new NewRecord(default, new byte[100_000])], None);
    }

    [Fact]
    public async Task A_full_disk_says_so_loses_nothing_and_heals()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath });
        await log.AppendAsync("t", Records(1), None);
        log.LimitPages(60);

        EventLogFullException error = await Assert.ThrowsAsync<EventLogFullException>(async () =>
        {
            while (true)
            {
                await log.AppendAsync("t", Records(20), None);
            }
        });

        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        long end = log.EndOffset("t");
        log.LimitPages(0);
        Assert.Equal(end, await log.AppendAsync("t", Records(20), None));
        Assert.Equal(end + 20, (await log.ReadAsync("t", 0, 100_000, TimeSpan.Zero, None)).Count);
    }

    [Fact]
    public async Task A_transform_on_a_full_disk_has_not_happened()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath });
        await log.AppendAsync("t", [.. Enumerable.Range(0, 50).Select(_ => new NewRecord(default, new byte[10_000]))], None);
        log.LimitPages(140);

        await Assert.ThrowsAsync<EventLogFullException>(() => log.TransformAsync("g", "t", 50, TimeSpan.Zero, Keep, None));

        Assert.Equal(0, log.Committed("g", "t"));
        Assert.Empty(log.Known("g", ["0"]));
        log.LimitPages(0);
        Assert.Equal(50, await log.TransformAsync("g", "t", 50, TimeSpan.Zero, Keep, None));
        Assert.Equal(50, log.EndOffset("out"));
        Assert.Single(log.Known("g", ["0"]));
    }

    [Fact]
    public async Task Space_of_removed_records_returns_to_the_disk()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath, Retention = TimeSpan.FromMinutes(5) });
        await log.AppendAsync("t", Records(1), None);
        for (int i = 0; i < 60; i++)
        {
            await log.AppendAsync("t", [new NewRecord(default, new byte[100_000])], None);
        }

        _time.Advance(TimeSpan.FromMinutes(10));
        await log.AppendAsync("t", Records(1), None);
        await log.AppendAsync("t", Records(1), None);

        Assert.True(PageCount() < 300, $"{PageCount()} pages");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(600)]
    public async Task A_damaged_batch_is_named_by_topic_and_offset(int at)
    {
        using (EventLog log = Open(new LocalLogOptions { Path = LogPath }))
        {
            await log.AppendAsync("t", Records(3), None);
            await log.AppendAsync("t", Records(20), None);
        }

        Flip("batches", "base_offset = 3", at);

        using EventLog damaged = Open(new LocalLogOptions { Path = LogPath });
        Assert.Equal(3, (await damaged.ReadAsync("t", 0, 3, TimeSpan.Zero, None)).Count);
        InvalidDataException error = await Assert.ThrowsAsync<InvalidDataException>(() => damaged.ReadAsync("t", 5, 1, TimeSpan.Zero, None));
        Assert.Contains("topic t", error.Message, StringComparison.Ordinal);
        Assert.Contains("offset 3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Damaged_keys_are_refused()
    {
        using (EventLog log = Open(new LocalLogOptions { Path = LogPath }))
        {
            await log.AppendAsync("t", Records(3), None);
            await log.TransformAsync("g", "t", 3, TimeSpan.Zero, Keep, None);
        }

        Flip("key_batches", "1 = 1", 20);

        using EventLog damaged = Open(new LocalLogOptions { Path = LogPath });
        Assert.Throws<InvalidDataException>(() => damaged.Known("g", ["0"]));
    }

    [Fact]
    public async Task Who_cannot_say_what_is_needed_keeps_records_and_does_not_stop_the_log()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath }, _ => throw new IOException("the database is busy"));
        await log.AppendAsync("t", Records(3), None);
        _time.Advance(TimeSpan.FromDays(8));

        await log.AppendAsync("t", Records(1), None);
        await log.AppendAsync("t", Records(1), None);

        Assert.Equal(0, log.StartOffset("t"));
        Assert.Equal(5, log.EndOffset("t"));
    }

    [Fact]
    public async Task Keys_of_removed_records_are_forgotten_by_whole_runs()
    {
        using EventLog log = Open(new LocalLogOptions { Path = LogPath });
        await log.AppendAsync("t", Records(KeyMemory.RunLength), None);
        await log.TransformAsync("g", "t", KeyMemory.RunLength, TimeSpan.Zero, Keep, None);
        await log.AppendAsync("t", Records(1), None);
        Assert.Single(log.Known("g", ["7"]));

        _time.Advance(TimeSpan.FromDays(8));
        await log.AppendAsync("t", Records(1), None);
        await log.AppendAsync("t", Records(1), None);

        Assert.Equal(KeyMemory.RunLength, log.StartOffset("t"));
        Assert.Empty(log.Known("g", ["7"]));
        Assert.Equal(0, Scalar("select count(*) from key_pages"));
    }

    public void Dispose() => _folder.Dispose();

    private string LogPath => _folder.File("log.db");

    private EventLog Open(LocalLogOptions options, Func<string, long>? neededFrom = null) => new(options, _time, neededFrom);

    private static NewRecord[] Records(int count) => [.. Enumerable.Range(0, count).Select(_ => new NewRecord(default, new byte[30]))];

    private static TransformResult Keep(TransformBatch batch) => new(
        [.. batch.Records.Select(r => ("out", new NewRecord(r.Key, r.Value)))],
        [.. batch.Records.Select(r => ($"{r.Offset}", new RememberedKey(r.Offset, 1)))]);

    private static async Task<int> FillAsync(EventLog log)
    {
        int accepted = 0;
        EventLogFullException error = await Assert.ThrowsAsync<EventLogFullException>(async () =>
        {
            while (true)
            {
                await log.AppendAsync("t", [new NewRecord(default, new byte[100_000])], None);
                accepted++;
            }
        });
        Assert.Contains("limit", error.Message, StringComparison.Ordinal);
        return accepted;
    }

    private void Flip(string table, string where, int at)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand read = connection.CreateCommand();
        read.CommandText = $"select data from {table} where {where}";
        byte[] data = (byte[])read.ExecuteScalar()!;
        data[at] ^= 0x10;
        using SqliteCommand write = connection.CreateCommand();
        write.CommandText = $"update {table} set data = @data where {where}";
        write.Parameters.AddWithValue("@data", data);
        Assert.Equal(1, write.ExecuteNonQuery());
    }

    private long PageCount() => Scalar("pragma page_count");

    private long Scalar(string sql)
    {
        using SqliteConnection connection = Connect();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private SqliteConnection Connect()
    {
        SqliteNative.Use();
        var connection = new SqliteConnection($"Data Source={LogPath};Pooling=False");
        connection.Open();
        return connection;
    }
}
