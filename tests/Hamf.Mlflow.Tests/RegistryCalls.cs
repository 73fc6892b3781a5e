using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>What tests of the registry ask again and again.</summary>
internal static class RegistryCalls
{
    /// <summary>Makes a registered model of a name that no other test has.</summary>
    public static async Task<string> NewModelAsync(this MlflowServer server, string prefix = "model", object[]? tags = null)
    {
        string name = $"{prefix} {Guid.NewGuid():N}";
        (await server.PostAsync("registered-models/create", new { name, tags = tags ?? [] })).Ok();
        return name;
    }

    /// <summary>Registers a version and returns its number.</summary>
    public static async Task<string> NewVersionAsync(this MlflowServer server, string name, string source = "runs:/run_id/model", string runId = "run_id") =>
        (await server.PostAsync("model-versions/create", new { name, source, run_id = runId })).Ok().GetProperty("model_version").Text("version");

    public static async Task<JsonElement> ModelAsync(this MlflowServer server, string name) =>
        (await server.GetAsync($"registered-models/get?name={Uri.EscapeDataString(name)}")).Ok().GetProperty("registered_model");

    public static Task<MlflowAnswer> GetVersionAsync(this MlflowServer server, string name, string version) =>
        server.GetAsync($"model-versions/get?name={Uri.EscapeDataString(name)}&version={Uri.EscapeDataString(version)}");

    public static async Task<JsonElement> VersionAsync(this MlflowServer server, string name, string version) =>
        (await server.GetVersionAsync(name, version)).Ok().GetProperty("model_version");

    public static Task<MlflowAnswer> PatchAsync(this MlflowServer server, string path, object body) => server.SendAsync(HttpMethod.Patch, path, body);

    public static Task<MlflowAnswer> DeleteAsync(this MlflowServer server, string path, object body) => server.SendAsync(HttpMethod.Delete, path, body);

    /// <summary>Tags or aliases as <c>key=value,...</c>; empty when the answer has none.</summary>
    public static string Pairs(this JsonElement json, string list, string key = "key", string value = "value") =>
        json.TryGetProperty(list, out JsonElement items)
            ? string.Join(',', items.EnumerateArray().Select(item => $"{item.Text(key)}={item.Text(value)}"))
            : string.Empty;

    /// <summary>One field of each item of a list, joined; empty when the answer has no list.</summary>
    public static string Each(this JsonElement json, string list, string field) => json.TryGetProperty(list, out JsonElement items)
        ? string.Join(',', items.EnumerateArray().Select(item => item.Text(field)))
        : string.Empty;
}
