using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Calls that many tests begin with.</summary>
internal static class MlflowCalls
{
    /// <summary>Creates an experiment named after the test and returns its id.</summary>
    public static async Task<string> NewExperimentAsync(this MlflowServer server, string suffix = "", [CallerMemberName] string test = "") =>
        (await server.PostAsync("experiments/create", new { name = test + suffix })).Ok().GetProperty("experiment_id").GetString()!;

    /// <summary>Creates a run, in an experiment of its own unless one is given, and returns its id.</summary>
    public static async Task<string> NewRunAsync(this MlflowServer server, string? experimentId = null, [CallerMemberName] string test = "")
    {
        experimentId ??= await server.NewExperimentAsync($" {Guid.NewGuid():N}", test);
        JsonElement answer = (await server.PostAsync("runs/create", new { experiment_id = experimentId, user_id = "ada", start_time = 456 })).Ok();
        return answer.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    /// <summary>The run as <c>runs/get</c> answers it.</summary>
    public static async Task<JsonElement> RunAsync(this MlflowServer server, string runId) =>
        (await server.GetAsync($"runs/get?run_id={runId}")).Ok().GetProperty("run");

    /// <summary>A list of the run's data by key; empty when there is none.</summary>
    public static async Task<Dictionary<string, JsonElement>> DataAsync(this MlflowServer server, string runId, string list) =>
        (await server.RunAsync(runId)).GetProperty("data").TryGetProperty(list, out JsonElement items)
            ? items.EnumerateArray().ToDictionary(item => item.GetProperty("key").GetString()!, item => item.GetProperty("value"))
            : [];

    /// <summary>Items of a list, which is left out where it is empty.</summary>
    public static IReadOnlyList<JsonElement> List(this JsonElement answer, string name) =>
        answer.TryGetProperty(name, out JsonElement items) ? [.. items.EnumerateArray()] : [];

    /// <summary>A text of an object.</summary>
    public static string Text(this JsonElement item, string name) => item.GetProperty(name).GetString()!;
}
