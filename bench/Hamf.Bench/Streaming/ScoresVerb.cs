using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Adapters.Files;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Scoring;
using Hamf.Simulator.Cards;

namespace Hamf.Bench.Streaming;

/// <summary>
/// Fills the scores table through the store that the sink uses, in batches of the sink's size, and tells the speed of each part: whether a large table
/// slows the sink down. Event ids are random, as transaction numbers are; only the store is on the clock.
/// </summary>
internal static class ScoresVerb
{
    private const int BatchEvents = 2_000;

    public const string Usage = "  scores [--rows 3000000] [--parts 3] [--home DIR] [--database postgres://...]   rows per second into a scores table that grows";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var folder = new HomeFolder(arguments.Text("home", Path.Combine(Path.GetTempPath(), $"hamf-bench-{Environment.ProcessId}")));
        try
        {
            Console.WriteLine(Measure(folder, arguments.Text("database", ""), arguments.Number("rows", 3_000_000), arguments.Number("parts", 3)));
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }

        return 0;
    }

    private static JsonObject Measure(HomeFolder folder, string address, int rows, int parts)
    {
        using Database database = Databases.Open(address, folder.DatabasePath, folder.Id, TimeProvider.System);
        var store = new ScoreStore(database);
        var world = new CardOptions { Seed = 7, Customers = 84_000, EventsPerDay = 40_000, Days = 400, FraudRate = 0.006 };
        IEnumerable<ScoredEvent[]> batches = new CardSimulator(world).Run().Take(rows).Select(Score).Chunk(BatchEvents);
        var seconds = new double[parts];
        var slowest = new double[parts];
        long saved = 0;
        foreach (ScoredEvent[] batch in batches)
        {
            int part = (int)(saved * parts / rows);
            long start = Stopwatch.GetTimestamp();
            store.Save("topic_2", saved += batch.Length, batch);
            double took = Stopwatch.GetElapsedTime(start).TotalSeconds;
            seconds[part] += took;
            slowest[part] = Math.Max(slowest[part], took);
        }

        return new JsonObject
        {
            ["rows"] = store.Count(),
            ["rows_per_s_by_part"] = Numbers(seconds.Select(s => Math.Round((double)rows / parts / s))),
            ["slowest_batch_ms_by_part"] = Numbers(slowest.Select(s => Math.Round(s * 1000))),
            ["hamf_db_mb"] = address.Length > 0 ? null : new FileInfo(folder.DatabasePath).Length >> 20,
            ["rss_mb_peak"] = ProcessMemory.Peak >> 20,
        };
    }

    private static ScoredEvent Score(CardPayment payment)
    {
        var payload = new ArrayBufferWriter<byte>(1_024);
        CardJson.WriteObject(payload, payment);
        return new ScoredEvent
        {
            EventId = payment.Id,
            Detector = "card-fraud",
            TimeMs = payment.Time.ToUnixTimeMilliseconds(),
            Entity = payment.CardNumber.ToString(CultureInfo.InvariantCulture),
            Score = 0.01,
            Threshold = 0.5,
            Decision = false,
            ModelVersion = 1,
            ScoredAtMs = payment.Time.ToUnixTimeMilliseconds() + 20,
            Payload = payload.WrittenSpan.ToArray(),
        };
    }

    private static JsonArray Numbers(IEnumerable<double> values) => [.. values.Select(v => JsonValue.Create(v))];
}
