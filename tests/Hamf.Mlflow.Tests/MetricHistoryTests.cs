using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Histories of metrics.</summary>
public sealed class MetricHistoryTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private static readonly object[] HistoryA =
    [
        new { key = "metricA", timestamp = 1, step = 2, value = 10.0 },
        new { key = "metricA", timestamp = 1, step = 3, value = 11.0 },
        new { key = "metricA", timestamp = 1, step = 3, value = 12.0 },
        new { key = "metricA", timestamp = 2, step = 3, value = 12.0 },
    ];

    [Fact]
    public async Task Without_a_limit_all_points_come_in_order_of_time_step_and_value()
    {
        string run = await server.NewRunAsync();
        await LogAsync(run, [.. HistoryA.Reverse()]);

        JsonElement answer = (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=metricA")).Ok();

        Assert.Equal(["1 2 10", "1 3 11", "1 3 12", "2 3 12"], answer.List("metrics").Select(m => $"{m.GetProperty("timestamp")} {m.GetProperty("step")} {m.GetProperty("value")}"));
        Assert.False(answer.TryGetProperty("next_page_token", out _));
        Assert.Equal("{}", (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=a_test_accuracy")).Ok().GetRawText());
    }

    [Theory]
    [InlineData(4, new[] { 4, 4, 2 })]
    [InlineData(5, new[] { 5, 5 })]
    [InlineData(10, new[] { 10 })]
    [InlineData(25_000, new[] { 10 })]
    public async Task Pages_hold_every_point_once(int pageSize, int[] counts)
    {
        string run = await server.NewRunAsync();
        await LogAsync(run, [.. Enumerable.Range(0, 10).Select(i => (object)new { key = "m", value = i, step = i, timestamp = 1000 + i })]);

        List<int> steps = [];
        List<int> found = [];
        string? token = null;
        do
        {
            string path = $"metrics/get-history?run_id={run}&metric_key=m&max_results={pageSize}" + (token is null ? "" : "&page_token=" + Uri.EscapeDataString(token));
            JsonElement page = (await server.GetAsync(path)).Ok();
            steps.AddRange(page.List("metrics").Select(m => m.GetProperty("step").GetInt32()));
            found.Add(page.List("metrics").Count);
            token = page.TryGetProperty("next_page_token", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);

        Assert.Equal(counts, found);
        Assert.Equal(Enumerable.Range(0, 10), steps);
    }

    [Theory]
    [InlineData("metric_key=m", "Missing value for required parameter 'run_id'")]
    [InlineData("run_id=RUN", "Missing value for required parameter 'metric_key'")]
    [InlineData("run_id=RUN&metric_key=m&page_token=invalid_token", "page token")]
    [InlineData("run_id=RUN&metric_key=m&max_results=x", "Invalid value \"x\" for parameter 'max_results' supplied")]
    [InlineData("run_id=RUN&metric_key=m&max_results=-5", "Invalid value -5 for parameter 'max_results' supplied")]
    public async Task Refuses(string query, string part)
    {
        string run = await server.NewRunAsync();

        (await server.GetAsync("metrics/get-history?" + query.Replace("RUN", run, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Fact]
    public async Task Nothing_comes_where_nothing_is_asked_for()
    {
        string run = await server.NewRunAsync();
        (await server.PostAsync("runs/log-metric", new { run_id = run, key = "m", value = 1, timestamp = 1 })).Ok();

        Assert.Equal("{}", (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m&max_results=0")).Ok().GetRawText());
    }

    [Theory]
    [InlineData("get-history-bulk", "run_id", "GetMetricHistoryBulk request cannot specify more than")]
    [InlineData("get-history-bulk-interval", "run_ids", "GetMetricHistoryBulkInterval request must specify at most 100 run_ids.")]
    public async Task An_address_may_name_a_thousand_runs_and_is_told_how_many_it_may_ask_for(string call, string field, string part)
    {
        string runs = string.Join('&', Enumerable.Range(0, 1000).Select(_ => $"{field}={Guid.NewGuid():N}"));

        (await server.GetAsync($"metrics/{call}?metric_key=m&{runs}")).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_not_found() =>
        (await server.GetAsync("metrics/get-history?run_id=nobody&metric_key=m")).Refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=nobody not found");

    [Fact]
    public async Task Several_runs_come_by_run_and_are_cut_at_the_limit()
    {
        string[] runs = [await server.NewRunAsync(), await server.NewRunAsync(), await server.NewRunAsync()];
        Array.Sort(runs, StringComparer.Ordinal);
        await LogAsync(runs[0], HistoryA);
        await LogAsync(runs[2], HistoryA);

        JsonElement[] metrics = await BulkAsync($"run_id={runs[2]}&run_id={runs[0]}&run_id={runs[1]}&run_id=nobody&metric_key=metricA");
        JsonElement[] cut = await BulkAsync($"run_id={runs[2]}&run_id={runs[0]}&metric_key=metricA&max_results=5");

        Assert.Equal([.. Enumerable.Repeat(runs[0], 4), .. Enumerable.Repeat(runs[2], 4)], metrics.Select(m => m.Text("run_id")));
        Assert.Equal([10, 11, 12, 12, 10, 11, 12, 12], metrics.Select(m => m.GetProperty("value").GetDouble()));
        Assert.Equal([runs[0], runs[0], runs[0], runs[0], runs[2]], cut.Select(m => m.Text("run_id")));
        Assert.Empty(await BulkAsync("run_id=nobody&metric_key=metricA"));
    }

    [Theory]
    [InlineData("metric_key=key", "GetMetricHistoryBulk request must specify at least one run_id")]
    [InlineData("run_id=123", "GetMetricHistoryBulk request must specify a metric_key")]
    [InlineData("run_id=123&metric_key=key&max_results=ten", "Invalid value \"ten\" for parameter 'max_results' supplied")]
    [InlineData("MANY&metric_key=key", "GetMetricHistoryBulk request cannot specify more than")]
    public async Task Several_runs_refuse(string query, string part)
    {
        string many = string.Join('&', Enumerable.Range(0, 101).Select(i => $"run_id=id_{i}"));

        (await server.GetAsync("metrics/get-history-bulk?" + query.Replace("MANY", many, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Fact]
    public async Task Samples_leave_out_steps_but_never_the_first_and_last_of_a_run()
    {
        string[] runs = [await server.NewRunAsync(), await server.NewRunAsync()];
        await LogAsync(runs[0], Steps(10, timestamp: 1));
        await LogAsync(runs[1], Steps(20, timestamp: 1));

        Assert.Equal([0, 2, 4, 6, 8, 9], await SampledAsync($"run_ids={runs[0]}&metric_key=metricA&max_results=5"));
        Assert.Equal([0, 1, 2, 3, 4], await SampledAsync($"run_ids={runs[0]}&metric_key=metricA&start_step=0&end_step=4&max_results=5"));
        Assert.Equal([0, 4, 8, 9, 0, 4, 8, 9, 12, 16, 19], await SampledAsync($"run_ids={runs[0]}&run_ids={runs[1]}&metric_key=metricA&max_results=5"));
        await LogAsync(runs[0], Steps(10, timestamp: 2));
        Assert.Equal([0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 9, 9], await SampledAsync($"run_ids={runs[0]}&metric_key=metricA&max_results=5"));
    }

    [Theory]
    [InlineData("metric_key=key", "Missing value for required parameter 'run_ids'.")]
    [InlineData("MANY&metric_key=key", "GetMetricHistoryBulkInterval request must specify at most 100 run_ids.")]
    [InlineData("run_ids=123&metric_key=key&max_results=0", "max_results must be between 1 and 2500")]
    [InlineData("run_ids=123&metric_key=key&max_results=2501", "max_results must be between 1 and 2500")]
    [InlineData("run_ids=123&metric_key=", "Missing value for required parameter 'metric_key'")]
    [InlineData("run_ids=123&max_results=5", "Missing value for required parameter 'metric_key'")]
    [InlineData("run_ids=123&metric_key=key&start_step=1&end_step=0", "end_step must be greater than start_step. ")]
    [InlineData("run_ids=123&metric_key=key&start_step=1", "If either start step or end step are specified, both must be specified.")]
    public async Task Samples_refuse(string query, string part)
    {
        string many = string.Join('&', Enumerable.Range(0, 101).Select(i => $"run_ids=id_{i}"));

        (await server.GetAsync("metrics/get-history-bulk-interval?" + query.Replace("MANY", many, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    private static object[] Steps(int count, int timestamp) =>
        [.. Enumerable.Range(0, count).Select(i => (object)new { key = "metricA", timestamp, step = i, value = 10.0 })];

    private async Task LogAsync(string run, object[] metrics) => (await server.PostAsync("runs/log-batch", new { run_id = run, metrics })).Ok();

    private async Task<JsonElement[]> BulkAsync(string query)
    {
        using HttpResponseMessage response = await server.Client.GetAsync("/ajax-api/2.0/mlflow/metrics/get-history-bulk?" + query, TestContext.Current.CancellationToken);
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return [.. answer.RootElement.GetProperty("metrics").EnumerateArray().Select(m => m.Clone())];
    }

    private async Task<IEnumerable<int>> SampledAsync(string query) =>
        (await server.GetAsync("metrics/get-history-bulk-interval?" + query)).Ok().List("metrics").Select(m => m.GetProperty("step").GetInt32());
}
