using System.Text.Json;

namespace Hamf.System.Tests;

/// <summary>A running server as an MLflow client sees it: calls by path, and what tests compare.</summary>
internal static class RemoteMlflow
{
    private const string Api = "api/2.0/mlflow/";

    public static Task<JsonElement> AskAsync(this RunningServer server, string path) => server.GetJsonAsync(Api + path);

    public static async Task<JsonElement> CallAsync(this RunningServer server, string path, object body)
    {
        using HttpResponseMessage answer = await server.PostAsync(Api + path, JsonSerializer.Serialize(body));
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    public static async Task<string> ExperimentAsync(this RunningServer server, string name) =>
        (await server.AskAsync($"experiments/get-by-name?experiment_name={name}")).GetProperty("experiment").GetProperty("experiment_id").GetString()!;

    /// <summary>All runs of an experiment, oldest first.</summary>
    public static async Task<JsonElement[]> RunsAsync(this RunningServer server, string experiment)
    {
        JsonElement found = await server.CallAsync(
            "runs/search",
            new { experiment_ids = new[] { await server.ExperimentAsync(experiment) }, max_results = 50_000, order_by = new[] { "attributes.start_time ASC" } });
        return found.TryGetProperty("runs", out JsonElement runs) ? [.. runs.EnumerateArray()] : [];
    }

    /// <summary>The tags, parameters or metrics of a run, by key.</summary>
    public static Dictionary<string, string> Pairs(this JsonElement run, string kind) => run.GetProperty("data").TryGetProperty(kind, out JsonElement pairs)
        ? pairs.EnumerateArray().ToDictionary(p => p.GetProperty("key").GetString()!, p => p.GetProperty("value").ToString())
        : [];

    public static string Id(this JsonElement run) => run.GetProperty("info").GetProperty("run_id").GetString()!;
}
