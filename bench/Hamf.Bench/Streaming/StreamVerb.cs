using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hamf.Adapters.Files;
using Hamf.Adapters.LocalLog;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Bench.Streaming;

/// <summary>
/// The stream end to end with real parts: append to topic_1, score, topic_2, scores and alerts, every commit on disk. First all at once, then after a
/// pause in which events pile up.
/// </summary>
internal static class StreamVerb
{
    public const string Usage =
        "  stream [--events 300000] [--rate 0] [--pause-events 100000] [--customers 84000] [--home DIR]   events per second end to end, memory, lag";

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        int events = arguments.Number("events", 300_000);
        int paused = arguments.Number("pause-events", 100_000);
        string home = arguments.Text("home", Path.Combine(Path.GetTempPath(), $"hamf-bench-{Environment.ProcessId}"));
        try
        {
            Prepare(home, events + paused, arguments.Number("customers", 84_000));
            await MeasureAsync(home, events, paused, arguments.Number("rate", 0));
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }

        return 0;
    }

    private static void Prepare(string home, int events, int customers)
    {
        string[] arguments = ["stream-prepare", "--home", home, "--events", Text(events), "--customers", Text(customers)];
        string program = Environment.ProcessPath!;
        string[] host = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(StreamVerb).Assembly.Location] : [];
        using Process child = Process.Start(program, [.. host, .. arguments]);
        child.WaitForExit();
        if (child.ExitCode != 0)
        {
            throw new InvalidOperationException("preparing failed");
        }
    }

    private static async Task MeasureAsync(string home, int events, int paused, int rate)
    {
        var folder = new HomeFolder(home);
        using var database = new SqliteDatabase(new SqliteOptions { Path = folder.DatabasePath }, TimeProvider.System);
        using var log = new LocalLog(new LocalLogOptions { Path = folder.LogPath }, TimeProvider.System);
        var scores = new ScoreStore(database);
        var alerts = new AlertStore(database);
        var states = new TimedStates(new StateFolder(folder.StatePath));
        var live = new LiveParts(new ModelStore(database), new ArtifactFolder(folder.ArtifactsPath), log, states)
        {
            Labels = new LabelStore(database),
            Scores = scores,
        };
        using var detectors = new LiveDetectors(live);
        await detectors.RefreshAsync(CancellationToken.None);
        var parts = new StreamParts { Detectors = detectors, Live = live, Alerts = alerts, Notifiers = [], Monitor = new StreamMonitor(TimeProvider.System) };
        using var feed = new EventFeed(folder.In(StreamWorld.EventsName), log);
        byte[] first = Encoding.UTF8.GetBytes(File.ReadLines(folder.In(StreamWorld.EventsName)).First());
        await using var probe = new PredictProbe(detectors.All.Values.Single(), first, () => states.IsSaving);

        long startRss = ProcessMemory.Resident;
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        Passage passage = await StreamAsync(parts, feed, events, rate);
        double cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        await feed.AppendAsync(paused, 0);
        Passage afterPause = await StreamAsync(parts, feed, 0, 0);

        Print(new Dictionary<string, object?>
        {
            ["events"] = events,
            ["events_per_second"] = Math.Round(events / passage.Seconds),
            ["append_per_second"] = Math.Round(events / passage.AppendSeconds),
            ["stages_per_second"] = passage.StageSeconds.ToDictionary(f => f.Key, f => Math.Round(events / f.Value)),
            ["cpu_seconds"] = Math.Round(cpuSeconds, 2),
            ["cpu_us_per_event"] = Math.Round(cpuSeconds * 1e6 / events, 1),
            ["latency_ms_p50_last_5_s"] = passage.Status.LatencyMsP50,
            ["latency_ms_p99_last_5_s"] = passage.Status.LatencyMsP99,
            ["pause_events"] = paused,
            ["pause_caught_up_seconds"] = Math.Round(afterPause.Seconds, 2),
            ["pause_events_per_second"] = Math.Round(paused / afterPause.Seconds),
            ["rows_in_scores"] = scores.Count(),
            ["alerts"] = alerts.Count(),
            ["snapshots"] = states.Count,
            ["snapshot_write_ms_max"] = Math.Round(states.WriteMsMax, 1),
            ["snapshot_save_ms_max"] = Math.Round(states.SaveMsMax, 1),
            ["snapshot_mb"] = Directory.EnumerateFiles(folder.StatePath, "*.state", SearchOption.AllDirectories).Max(f => new FileInfo(f).Length) >> 20,
            ["predict_ms_max_in_snapshot"] = Math.Round(probe.DuringSnapshotMsMax, 1),
            ["predict_ms_max_otherwise"] = Math.Round(probe.OtherwiseMsMax, 1),
            ["rss_mb_start"] = startRss >> 20,
            ["rss_mb_end"] = ProcessMemory.Resident >> 20,
            ["rss_mb_peak"] = ProcessMemory.Peak >> 20,
            ["gc_heap_mb"] = GC.GetGCMemoryInfo().HeapSizeBytes >> 20,
            ["gc_committed_mb"] = GC.GetGCMemoryInfo().TotalCommittedBytes >> 20,
            ["gc_counts"] = (int[])[GC.CollectionCount(0), GC.CollectionCount(1), GC.CollectionCount(2)],
            ["gc_pause_ms"] = Math.Round(GC.GetTotalPauseDuration().TotalMilliseconds),
            ["allocated_bytes_per_event"] = GC.GetTotalAllocatedBytes() / (events + paused),
            ["log_db_mb"] = new FileInfo(folder.LogPath).Length >> 20,
            ["hamf_db_mb"] = new FileInfo(folder.DatabasePath).Length >> 20,
        });
    }

    /// <summary>Starts the stages, appends events, and waits until nothing waits any more.</summary>
    private static async Task<Passage> StreamAsync(StreamParts parts, EventFeed feed, int events, int rate)
    {
        long start = Stopwatch.GetTimestamp();
        await using var running = new RunningStages(parts);
        await feed.AppendAsync(events, rate);
        double appended = Seconds(start);
        IReadOnlyDictionary<string, double> finished = await running.CaughtUpAsync(start, parts.Monitor);
        return new Passage(Seconds(start), appended, finished, parts.Monitor.Status());
    }

    private static double Seconds(long start) => Stopwatch.GetElapsedTime(start).TotalSeconds;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    private static void Print(Dictionary<string, object?> result) => Console.WriteLine(JsonSerializer.Serialize(result, Indented));

    private sealed record Passage(double Seconds, double AppendSeconds, IReadOnlyDictionary<string, double> StageSeconds, StreamStatus Status);
}
