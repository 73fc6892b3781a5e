using System.Text;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Bench.Tracking;

/// <summary>
/// A running tracking server as one client with one connection sees it: batches of points, whole runs (made with 5 tags, 20 parameters and 30 metrics
/// in one batch, ended), single calls. Speaks only MLflow's API, so it measures any server of it.
/// </summary>
internal static class TrackingHttpVerb
{
    public const string Usage = "  tracking-http [--url http://127.0.0.1:5080] [--calls 200]   a running server's tracking API, one client";

    private static readonly JsonObject Ended = new() { ["status"] = "FINISHED", ["end_time"] = TrackingBatches.StartMs };

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        using var client = new TrackingClient(new Uri(arguments.Text("url", "http://127.0.0.1:5080")));
        Console.WriteLine(await MeasureAsync(client, arguments.Number("calls", 200)));
        return 0;
    }

    private static async Task<JsonObject> MeasureAsync(TrackingClient client, int calls)
    {
        await WholeRunsAsync(client, calls / 4);
        var figures = new JsonObject { ["whole_runs"] = await WholeRunsAsync(client, calls) };
        foreach (int count in (int[])[1_000, 100, 10])
        {
            figures[$"log_batch_{count}_keys"] = await BatchesAsync(client, count, calls, isOneKey: false);
            figures[$"log_batch_{count}_steps"] = await BatchesAsync(client, count, calls, isOneKey: true);
        }

        figures["log_metric"] = await LogMetricAsync(client, calls);
        var creates = new CallTimes();
        byte[] body = NewRun(0);
        string run = string.Empty;
        for (int i = 0; i < calls; i++)
        {
            await creates.AddAsync(async () => run = await client.CreateRunAsync(body));
        }

        figures["create_run"] = creates.Figures();
        await client.PostAsync("runs/log-batch", run, Batch(0));
        var reads = new CallTimes();
        for (int i = 0; i < calls; i++)
        {
            await reads.AddAsync(() => client.GetAsync("runs/get?run_id=" + run));
        }

        figures["get_run"] = reads.Figures();
        return figures;
    }

    private static async Task<JsonObject?> WholeRunsAsync(TrackingClient client, int count)
    {
        (byte[] New, byte[] Batch)[] bodies = [.. Enumerable.Range(0, count).Select(i => (NewRun(i), Batch(i)))];
        byte[] ended = TrackingClient.Rest(Ended);
        var times = new CallTimes();
        foreach ((byte[] make, byte[] batch) in bodies)
        {
            await times.AddAsync(async () =>
            {
                string run = await client.CreateRunAsync(make);
                await client.PostAsync("runs/log-batch", run, batch);
                await client.PostAsync("runs/update", run, ended);
            });
        }

        return count == 0 ? null : times.Figures();
    }

    private static async Task<JsonObject> BatchesAsync(TrackingClient client, int count, int calls, bool isOneKey)
    {
        string run = await client.CreateRunAsync(NewRun(0));
        byte[][] bodies = [.. Enumerable.Range(0, calls).Select(call => TrackingClient.Rest(new JsonObject
        {
            ["metrics"] = Metrics(TrackingBatches.Points(count, call, isOneKey)),
        }))];
        var times = new CallTimes();
        foreach (byte[] body in bodies)
        {
            await times.AddAsync(() => client.PostAsync("runs/log-batch", run, body));
        }

        return times.Figures(count);
    }

    private static async Task<JsonObject> LogMetricAsync(TrackingClient client, int calls)
    {
        string run = await client.CreateRunAsync(NewRun(0));
        byte[][] bodies = [.. Enumerable.Range(0, calls).Select(call => TrackingClient.Rest(Metric(TrackingBatches.Points(1, call, isOneKey: true)[0])))];
        var times = new CallTimes();
        foreach (byte[] body in bodies)
        {
            await times.AddAsync(() => client.PostAsync("runs/log-metric", run, body));
        }

        return times.Figures();
    }

    private static byte[] NewRun(int number) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["experiment_id"] = "0",
        ["start_time"] = TrackingBatches.StartMs + number,
        ["tags"] = Pairs(TrackingBatches.Pairs("tag", 5, number)),
    }.ToJsonString());

    private static byte[] Batch(int number) => TrackingClient.Rest(new JsonObject
    {
        ["metrics"] = Metrics(TrackingBatches.Points(30, number, isOneKey: false)),
        ["params"] = Pairs(TrackingBatches.Pairs("param", 20, number)),
    });

    private static JsonArray Pairs(KeyValuePair<string, string>[] pairs) => [.. pairs.Select(p => new JsonObject { ["key"] = p.Key, ["value"] = p.Value })];

    private static JsonArray Metrics(MetricPoint[] points) => [.. points.Select(Metric)];

    private static JsonObject Metric(MetricPoint point) =>
        new() { ["key"] = point.Key, ["value"] = point.Value, ["timestamp"] = point.TimestampMs, ["step"] = point.Step };
}
