using System.Text.Json.Nodes;
using Hamf.Adapters.Files;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Bench.Tracking;

/// <summary>
/// The tracking store alone, one writer, every call durable: batches of points in both shapes, whole runs (made with 5 tags, 20 parameters and 30
/// metrics in one batch, ended), reading; on a store that already holds runs.
/// </summary>
internal static class TrackingVerb
{
    public const string Usage = "  tracking [--calls 200] [--runs 0] [--home DIR]   the store of experiments and runs alone, on --runs whole runs";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        var folder = new HomeFolder(arguments.Text("home", Path.Combine(Path.GetTempPath(), $"hamf-bench-{Environment.ProcessId}")));
        try
        {
            Console.WriteLine(Measure(folder, arguments.Number("calls", 200), arguments.Number("runs", 0)));
        }
        finally
        {
            Directory.Delete(folder.Path, recursive: true);
        }

        return 0;
    }

    private static JsonObject Measure(HomeFolder folder, int calls, int runs)
    {
        using var database = new SqliteDatabase(new SqliteOptions { Path = folder.DatabasePath }, TimeProvider.System);
        var store = new TrackingStore(database);
        WholeRuns(store, runs);
        WholeRuns(store, calls / 4);
        var figures = new JsonObject { ["whole_runs"] = WholeRuns(store, calls) };
        foreach (int count in (int[])[1_000, 100, 10, 1])
        {
            figures[$"log_{count}_keys"] = Batches(store, count, calls, isOneKey: false);
            figures[$"log_{count}_steps"] = Batches(store, count, calls, isOneKey: true);
        }

        string run = Whole(store, 0);
        var reads = new CallTimes();
        for (int i = 0; i < calls; i++)
        {
            reads.Add(() => store.FindRun(run));
        }

        figures["get_run"] = reads.Figures();
        figures["hamf_db_mb"] = new FileInfo(folder.DatabasePath).Length >> 20;
        return figures;
    }

    private static JsonObject? WholeRuns(TrackingStore store, int count)
    {
        var times = new CallTimes();
        for (int i = 0; i < count; i++)
        {
            int run = i;
            times.Add(() => Whole(store, run));
        }

        return count == 0 ? null : times.Figures();
    }

    private static string Whole(TrackingStore store, int number)
    {
        string id = store.CreateRun(new NewRun { ExperimentId = 0, Tags = TrackingBatches.Pairs("tag", 5, number) }).RunId;
        store.Log(id, new RunBatch(TrackingBatches.Points(30, number, isOneKey: false), TrackingBatches.Pairs("param", 20, number), []));
        store.UpdateRun(id, RunStatus.Finished, TrackingBatches.StartMs, null);
        return id;
    }

    private static JsonObject Batches(TrackingStore store, int count, int calls, bool isOneKey)
    {
        string run = store.CreateRun(new NewRun { ExperimentId = 0 }).RunId;
        RunBatch[] batches = [.. Enumerable.Range(0, calls).Select(call => new RunBatch(TrackingBatches.Points(count, call, isOneKey), [], []))];
        var times = new CallTimes();
        foreach (RunBatch batch in batches)
        {
            times.Add(() => store.Log(run, batch));
        }

        return times.Figures(count);
    }
}
