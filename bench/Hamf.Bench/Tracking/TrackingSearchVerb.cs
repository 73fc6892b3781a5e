using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Hamf.Adapters.Files;
using Hamf.Adapters.Relational;
using Hamf.Adapters.Relational.Search;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Bench.Tracking;

/// <summary>
/// Searches over many runs: in process, or over HTTP against a server on the same home. Milliseconds with a warm cache. Processor time per call is
/// told beside the clock, because a neighbour on the machine does not change it.
/// </summary>
internal static class TrackingSearchVerb
{
    public const string Usage = "  tracking-search --home DIR [--database URL] [--runs 100000] [--calls 200] [--url http://127.0.0.1:5080]   makes the runs once; then in process, or against a server on them";

    private const int WarmUpCalls = 20;

    private static readonly (string Name, string Filter, string Order, int Max, long Offset)[] Cases =
    [
        ("default order, page 100", "", "", 100, 0),
        ("order by metric desc, page 100", "", "metrics.m0 DESC", 100, 0),
        ("order by metric asc, page 100", "", "metrics.m0", 100, 0),
        ("metrics.m0 > 0.9, page 100", "metrics.m0 > 0.9", "", 100, 0),
        ("params.p1 = '7', page 100", "params.p1 = '7'", "", 100, 0),
        ("3 filters + order, page 100", "metrics.m0 > 0.5 AND params.p1 = '7' AND tags.team = 'team 1'", "metrics.m1 DESC", 100, 0),
        ("metrics.m0 > 0.5, order by metric, page 100", "metrics.m0 > 0.5", "metrics.m1 DESC", 100, 0),
        ("run_name = 'run-77', page 100", "tags.mlflow.runName = 'run-77'", "", 100, 0),
        ("params.p1 LIKE '7%' AND params.p2 LIKE '%9', page 100", "params.p1 LIKE '7%' AND params.p2 LIKE '%9'", "", 100, 0),
        ("order by param, page 100", "", "params.p3", 100, 0),
        ("default order, page 1,000", "", "", 1_000, 0),
        ("page 50 of 100", "", "", 100, 4_900),
        ("order by metric desc, page 50 of 100", "", "metrics.m0 DESC", 100, 4_900),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var arguments = new Arguments(args);
        int calls = arguments.Number("calls", 200);
        string url = arguments.Text("url", "");
        Console.WriteLine(url.Length > 0
            ? await OverHttpAsync(new Uri(url), calls)
            : InProcess(new HomeFolder(arguments.Text("home", "bench-search")), arguments.Text("database", ""), arguments.Number("runs", 100_000), calls));
        return 0;
    }

    private static JsonObject InProcess(HomeFolder home, string address, int runs, int calls)
    {
        using Database database = Databases.Open(address, home.DatabasePath, home.Id, TimeProvider.System);
        long start = Stopwatch.GetTimestamp();
        long experiment = SearchWorld.Ensure(database, runs);
        var result = new JsonObject { ["runs"] = runs, ["made_in_s"] = Math.Round(Stopwatch.GetElapsedTime(start).TotalSeconds, 1) };
        var store = new TrackingStore(database);
        foreach ((string name, string filter, string order, int max, long offset) in Cases)
        {
            var search = new RunSearch([experiment], new SearchQuery
            {
                Filter = FilterGrammar.ReadFilter(filter, SearchTarget.Runs),
                Order = FilterGrammar.ReadOrder(order.Length == 0 ? [] : [order], SearchTarget.Runs),
                Max = max,
                Offset = offset,
            });
            double[] all = Times(calls, () => store.SearchRuns(search));
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            Times(calls, () => store.SearchRuns(search));
            double processor = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds / (calls + WarmUpCalls);
            double[] finding = Times(calls, () => database.Read(c => new RunFinder(database.Dialect, areMetricsIndexed: true).Find(c, search)));
            result[name] = new JsonObject { ["found"] = store.SearchRuns(search).Items.Count, ["p50_ms"] = At(all, 0.5), ["p99_ms"] = At(all, 0.99), ["cpu_ms"] = Math.Round(processor, 2), ["finding_p50_ms"] = At(finding, 0.5) };
        }

        return result;
    }

    private static async Task<JsonObject> OverHttpAsync(Uri server, int calls)
    {
        using var client = new HttpClient { BaseAddress = server };
        JsonNode found = (await client.GetFromJsonAsync<JsonNode>($"api/2.0/mlflow/experiments/get-by-name?experiment_name={SearchWorld.Experiment}"))!;
        string experiment = found["experiment"]!["experiment_id"]!.GetValue<string>();
        var result = new JsonObject();
        foreach ((string name, string filter, string order, int max, long offset) in Cases)
        {
            var body = new JsonObject { ["experiment_ids"] = new JsonArray(experiment), ["filter"] = filter, ["max_results"] = max };
            if (order.Length > 0)
            {
                body["order_by"] = new JsonArray(order);
            }

            if (offset > 0)
            {
                body["page_token"] = Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes($"{{\"offset\": {offset}}}"));
            }

            byte[] content = System.Text.Encoding.UTF8.GetBytes(body.ToJsonString());
            long size = 0;
            double[] times = await TimesAsync(calls, async () => size = await PostAsync(client, content));
            result[name] = new JsonObject { ["kb"] = size >> 10, ["p50_ms"] = At(times, 0.5), ["p99_ms"] = At(times, 0.99) };
        }

        return result;
    }

    private static async Task<long> PostAsync(HttpClient client, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new("application/json");
        using HttpResponseMessage reply = await client.PostAsync(new Uri("api/2.0/mlflow/runs/search", UriKind.Relative), content);
        byte[] answer = await reply.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync();
        return answer.Length;
    }

    private static double[] Times(int calls, Action call)
    {
        var times = new double[calls];
        for (int i = -WarmUpCalls; i < calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            call();
            times[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static async Task<double[]> TimesAsync(int calls, Func<Task> call)
    {
        var times = new double[calls];
        for (int i = -WarmUpCalls; i < calls; i++)
        {
            long start = Stopwatch.GetTimestamp();
            await call();
            times[Math.Max(i, 0)] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times;
    }

    private static double At(double[] sorted, double quantile) => Math.Round(sorted[(int)((sorted.Length - 1) * quantile)], 2);
}
