using System.Globalization;
using System.Text;
using Hamf.Adapters.LocalLog;
using Hamf.Pipeline.Intake;
using EventLog = Hamf.Adapters.LocalLog.LocalLog;

namespace Hamf.Adapters.Tests.LocalLog;

/// <summary>The process that crash tests kill: appends events and moves them from topic to topic, and says on its output what was acknowledged.</summary>
internal static class LogCrashProbe
{
    public const string Verb = "--log-crash-probe";
    private const int BatchLength = 50;

    public static async Task RunAsync(string path, string firstId)
    {
        using var log = new EventLog(new LocalLogOptions { Path = path }, TimeProvider.System);
        long next = long.Parse(firstId, CultureInfo.InvariantCulture);
        await Task.WhenAll(AppendAsync(log, next), TransformAsync(log));
    }

    /// <summary>Keeps what is new of the records, by event id: what the score stage does, without the score.</summary>
    public static TransformResult Pass(TransformBatch batch)
    {
        string[] ids = [.. batch.Records.Select(r => Encoding.UTF8.GetString(r.Value.Span))];
        IReadOnlyDictionary<string, RememberedKey> known = batch.Known(ids);
        LogRecord[] accepted = [.. batch.Records.Where((r, i) => !known.ContainsKey(ids[i])).DistinctBy(r => Encoding.UTF8.GetString(r.Value.Span))];
        return new TransformResult(
            [.. accepted.Select(r => ("scored", new NewRecord(r.Key, r.Value)))],
            [.. accepted.Select(r => (Encoding.UTF8.GetString(r.Value.Span), new RememberedKey(r.Offset, 1)))]);
    }

    private static async Task AppendAsync(EventLog log, long next)
    {
        while (true)
        {
            // Each id is sent twice, as a source that lost an answer does.
            NewRecord[] records = [.. Enumerable.Range(0, BatchLength).SelectMany(i => Enumerable.Repeat(Record(next + i), 2))];
            long offset = await log.AppendAsync("events", records, CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{offset} {next} {BatchLength}"));
            await Console.Out.FlushAsync();
            next += BatchLength;
        }
    }

    private static async Task TransformAsync(EventLog log)
    {
        while (true)
        {
            await log.TransformAsync("pass", "events", 70, TimeSpan.FromSeconds(1), Pass, CancellationToken.None);
        }
    }

    private static NewRecord Record(long id) => new(default, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"event-{id}")));
}
