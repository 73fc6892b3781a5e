using System.Diagnostics;
using System.Globalization;
using System.Text;
using Hamf.Adapters.LocalLog;
using Hamf.Pipeline.Intake;
using Hamf.TestKit;
using EventLog = Hamf.Adapters.LocalLog.LocalLog;

namespace Hamf.Adapters.Tests.LocalLog;

public sealed class LogCrashTests : IDisposable
{
    private const int Kills = 20;

    private readonly TempFolder _folder = new();

    [Fact]
    [Trait("size", "slow")]
    public async Task Killed_at_any_moment_loses_and_duplicates_nothing()
    {
        string path = _folder.File("log.db");
        var random = new Random(20);
        var acknowledged = new List<(long Offset, long FirstId, int Count)>();
        long nextId = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            acknowledged.AddRange(await RunUntilKilledAsync(path, nextId, random));
            nextId += 1_000_000;
        }

        using var log = new EventLog(new LocalLogOptions { Path = path }, TimeProvider.System);
        while (await log.TransformAsync("pass", "events", 1000, TimeSpan.Zero, LogCrashProbe.Pass, CancellationToken.None) > 0)
        {
        }

        string[] events = await AllAsync(log, "events");
        string[] scored = await AllAsync(log, "scored");
        Assert.True(acknowledged.Count >= Kills);
        foreach ((long offset, long firstId, int count) in acknowledged)
        {
            Assert.Equal(
                Enumerable.Range(0, count).SelectMany(i => Enumerable.Repeat(Id(firstId + i), 2)),
                events.Skip((int)offset).Take(count * 2));
        }

        Assert.Equal(scored.Length, scored.Distinct().Count());
        Assert.Equal(events.Distinct(), scored);
    }

    public void Dispose() => _folder.Dispose();

    // The moment of the kill is a number of acknowledgements and a spin, not a sleep: it falls anywhere in the work that follows.
    private static async Task<List<(long Offset, long FirstId, int Count)>> RunUntilKilledAsync(string path, long firstId, Random random)
    {
        using ProbeProcess started = ProbeProcess.Start(LogCrashProbe.Verb, path, firstId.ToString(CultureInfo.InvariantCulture));
        Process probe = started.Process;
        var acknowledged = new List<(long, long, int)>();
        int killAfter = random.Next(1, 60);
        long spin = random.Next(0, (int)(Stopwatch.Frequency / 200));
        while (await probe.StandardOutput.ReadLineAsync() is { } line)
        {
            long[] parts = [.. line.Split(' ').Select(p => long.Parse(p, CultureInfo.InvariantCulture))];
            acknowledged.Add((parts[0], parts[1], (int)parts[2]));
            if (acknowledged.Count == killAfter)
            {
                long from = Stopwatch.GetTimestamp();
                SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() - from >= spin);
                probe.Kill();
            }
        }

        await probe.WaitForExitAsync();
        return acknowledged;
    }

    private static async Task<string[]> AllAsync(EventLog log, string topic)
    {
        var values = new List<string>();
        while (await log.ReadAsync(topic, values.Count, 1000, TimeSpan.Zero, CancellationToken.None) is { Count: > 0 } records)
        {
            foreach (LogRecord record in records)
            {
                Assert.Equal(values.Count, record.Offset);
                values.Add(Encoding.UTF8.GetString(record.Value.Span));
            }
        }

        Assert.Equal(log.EndOffset(topic), values.Count);
        return [.. values];
    }

    private static string Id(long id) => string.Create(CultureInfo.InvariantCulture, $"event-{id}");
}
