using System.Globalization;
using System.Text;
using Hamf.Adapters.LocalLog;
using Hamf.Pipeline.Intake;
using Hamf.TestKit;
using EventLog = Hamf.Adapters.LocalLog.LocalLog;

namespace Hamf.Adapters.Tests.LocalLog;

public sealed class LocalLogTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));
    private EventLog _log;

    public LocalLogTests() => _log = Open();

    [Fact]
    public async Task Gives_offsets_without_gaps_and_returns_what_was_appended()
    {
        Assert.Equal(0, await _log.AppendAsync("t", Records("a", "b"), None));
        Assert.Equal(2, await _log.AppendAsync("t", [new NewRecord(Encoding.UTF8.GetBytes("key"), Encoding.UTF8.GetBytes("c"))], None));
        Assert.Equal(0, await _log.AppendAsync("other", Records("x"), None));

        IReadOnlyList<LogRecord> records = await _log.ReadAsync("t", 0, 10, TimeSpan.Zero, None);

        Assert.Equal(["a", "b", "c"], records.Select(Text));
        Assert.Equal([0L, 1, 2], records.Select(r => r.Offset));
        Assert.Equal("key", Encoding.UTF8.GetString(records[2].Key.Span));
        Assert.All(records, r => Assert.Equal(_time.GetUtcNow().ToUnixTimeMilliseconds(), r.TimestampMs));
        Assert.Equal(3, _log.EndOffset("t"));
        Assert.Equal(0, _log.EndOffset("unknown"));
    }

    [Fact]
    public async Task Reads_from_the_middle_of_a_batch_and_across_batches()
    {
        await _log.AppendAsync("t", Records("a", "b", "c"), None);
        await _log.AppendAsync("t", Records("d", "e"), None);

        Assert.Equal(["b", "c", "d"], (await _log.ReadAsync("t", 1, 3, TimeSpan.Zero, None)).Select(Text));
        Reopen();
        Assert.Equal(["b", "c", "d"], (await _log.ReadAsync("t", 1, 3, TimeSpan.Zero, None)).Select(Text));
        Assert.Empty(await _log.ReadAsync("t", 5, 3, TimeSpan.Zero, None));
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_an_append()
    {
        Task<IReadOnlyList<LogRecord>> reading = _log.ReadAsync("t", 0, 10, TimeSpan.FromMinutes(1), None);

        await _log.AppendAsync("t", Records("a"), None);

        Assert.Equal("a", Text(Assert.Single(await reading)));
    }

    [Fact]
    public async Task A_reader_sees_what_another_process_appends()
    {
        using EventLog other = Open();
        Task<IReadOnlyList<LogRecord>> reading = _log.ReadAsync("t", 0, 10, TimeSpan.FromMinutes(1), None);

        await other.AppendAsync("t", Records("a"), None);

        Assert.Equal("a", Text(Assert.Single(await reading)));
        Assert.Equal(1, await _log.AppendAsync("t", Records("b"), None));
        Assert.Equal("b", Text(Assert.Single(await other.ReadAsync("t", 1, 10, TimeSpan.Zero, None))));
    }

    [Fact]
    public async Task Concurrent_appends_keep_each_batch_together_and_lose_none()
    {
        long[] offsets = await Task.WhenAll(Enumerable.Range(0, 200).Select(async i =>
        {
            await Task.Yield();
            return await _log.AppendAsync("t", Records($"{i}a", $"{i}b"), None);
        }));

        string[] values = [.. (await _log.ReadAsync("t", 0, 1000, TimeSpan.Zero, None)).Select(Text)];
        Assert.Equal(400, values.Length);
        for (int i = 0; i < offsets.Length; i++)
        {
            Assert.Equal([$"{i}a", $"{i}b"], values.Skip((int)offsets[i]).Take(2));
        }
    }

    [Fact]
    public async Task A_transform_moves_its_position_outputs_and_keys_together()
    {
        await _log.AppendAsync("t", Records("a", "b", "c"), None);

        int count = await _log.TransformAsync("g", "t", 2, TimeSpan.Zero, Upper, None);

        Assert.Equal(2, count);
        Reopen();
        Assert.Equal(2, _log.Committed("g", "t"));
        Assert.Equal(["A", "B"], (await _log.ReadAsync("out", 0, 10, TimeSpan.Zero, None)).Select(Text));
        Assert.Equal(new RememberedKey(1, 7), _log.Known("g", ["b", "c"])["b"]);
        Assert.DoesNotContain("c", _log.Known("g", ["b", "c"]).Keys);
        Assert.Empty(_log.Known("another", ["b"]));
        Assert.Equal(1, await _log.TransformAsync("g", "t", 2, TimeSpan.Zero, Upper, None));
        Assert.Equal(0, await _log.TransformAsync("g", "t", 2, TimeSpan.Zero, Upper, None));
    }

    [Fact]
    public async Task A_transform_that_throws_has_not_happened()
    {
        await _log.AppendAsync("t", Records("a"), None);

        await Assert.ThrowsAsync<FormatException>(() =>
            _log.TransformAsync("g", "t", 2, TimeSpan.Zero, _ => throw new FormatException(), None));

        Assert.Equal(0, _log.Committed("g", "t"));
        Assert.Equal(0, _log.EndOffset("out"));
        Assert.Equal(1, await _log.TransformAsync("g", "t", 2, TimeSpan.Zero, Upper, None));
    }

    [Fact]
    public async Task Two_consumers_of_a_group_take_each_record_once()
    {
        string[] ids = [.. Enumerable.Range(0, 500).Select(i => $"e{i}")];
        await _log.AppendAsync("t", Records(ids), None);

        await Task.WhenAll(Enumerable.Range(0, 3).Select(async _ =>
        {
            await Task.Yield();
            while (await _log.TransformAsync("g", "t", 7, TimeSpan.Zero, Upper, None) > 0)
            {
            }
        }));

        Assert.Equal(ids.Select(i => i.ToUpperInvariant()), (await _log.ReadAsync("out", 0, 1000, TimeSpan.Zero, None)).Select(Text));
    }

    [Fact]
    public async Task A_group_consumed_by_two_processes_is_told_so_and_nothing_is_written_twice()
    {
        using EventLog other = Open();
        await _log.AppendAsync("t", Records("a"), None);

        await Assert.ThrowsAsync<InvalidOperationException>(() => _log.TransformAsync(
            "g", "t", 1, TimeSpan.Zero, batch =>
            {
#pragma warning disable xUnit1031 // The other process consumes while this one is in the middle of it.
                Assert.Equal(1, other.TransformAsync("g", "t", 1, TimeSpan.Zero, Upper, None).GetAwaiter().GetResult());
#pragma warning restore xUnit1031
                return Upper(batch);
            },
            None));

        Assert.Equal(1, _log.EndOffset("out"));
        Assert.Single(_log.Known("g", ["a"]));
    }

    [Fact]
    public async Task Remembers_many_more_keys_than_are_held_in_memory()
    {
        const int count = (KeyMemory.RunLength * 2) + 1000;
        const int step = 30_000;
        string[] ids = [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"id {i}"))];
        foreach (string[] chunk in ids.Chunk(step))
        {
            await _log.AppendAsync("t", Records(chunk), None);
            await _log.TransformAsync("g", "t", step, TimeSpan.Zero, Upper, None);
        }

        AssertKnown(ids);
        Reopen();
        AssertKnown(ids);
        Assert.Empty(_log.Known("g", [.. Enumerable.Range(0, 5000).Select(i => $"never {i}")]));

        void AssertKnown(string[] all)
        {
            IReadOnlyDictionary<string, RememberedKey> known = _log.Known("g", [.. all.Where((_, i) => i % 37 == 0)]);
            Assert.Equal((all.Length + 36) / 37, known.Count);
            Assert.All(known, pair => Assert.Equal(pair.Key, string.Create(CultureInfo.InvariantCulture, $"id {pair.Value.Offset}")));
        }
    }

    [Fact]
    public void Lists_all_problems_of_its_options_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new EventLog(new LocalLogOptions { Path = "", MaxBytes = 5, TailBytes = 1 }, _time));

        Assert.Contains("path", error.Message, StringComparison.Ordinal);
        Assert.Contains("size limit", error.Message, StringComparison.Ordinal);
        Assert.Contains("tail", error.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Dispose();
    }

    private static TransformResult Upper(TransformBatch batch) => new(
        [.. batch.Records.Select(r => ("out", new NewRecord(r.Key, Encoding.UTF8.GetBytes(Text(r).ToUpperInvariant()))))],
        [.. batch.Records.Select(r => (Text(r), new RememberedKey(r.Offset, 7)))]);

    private static NewRecord[] Records(params string[] values) => [.. values.Select(v => new NewRecord(default, Encoding.UTF8.GetBytes(v)))];

    private static string Text(LogRecord record) => Encoding.UTF8.GetString(record.Value.Span);

    private EventLog Open() => new(new LocalLogOptions { Path = _folder.File("log.db") }, _time);

    private void Reopen()
    {
        _log.Dispose();
        _log = Open();
    }
}
