using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hamf.Bench.Tracking;

/// <summary>One keep-alive client of a tracking server, with bodies that are made before the clock runs.</summary>
internal sealed class TrackingClient(Uri server) : IDisposable
{
    private const string Prefix = "api/2.0/mlflow/";

    private readonly HttpClient _client = new() { BaseAddress = server };

    /// <summary>Makes a run in experiment 0.</summary>
    /// <returns>Its id.</returns>
    public async Task<string> CreateRunAsync(byte[] body)
    {
        byte[] answer = await SendAsync("runs/create", body);
        using JsonDocument json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    /// <summary>Posts a body that begins with a run's id.</summary>
    /// <param name="path">The call: <c>runs/log-batch</c>.</param>
    /// <param name="runId">The run.</param>
    /// <param name="rest">What follows the id (<see cref="Rest"/>).</param>
    public Task PostAsync(string path, string runId, byte[] rest) => SendAsync(path, [.. Encoding.UTF8.GetBytes($"{{\"run_id\":\"{runId}\","), .. rest]);

    /// <summary>Asks for a path.</summary>
    public async Task GetAsync(string path) => await _client.GetByteArrayAsync(new Uri(Prefix + path, UriKind.Relative));

    /// <summary>The fields of an object without its first brace, to stand behind a run's id.</summary>
    public static byte[] Rest(JsonObject fields) => Encoding.UTF8.GetBytes(fields.ToJsonString())[1..];

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> SendAsync(string path, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        using HttpResponseMessage response = await _client.PostAsync(new Uri(Prefix + path, UriKind.Relative), content);
        byte[] answer = await response.Content.ReadAsByteArrayAsync();
        return response.IsSuccessStatusCode ? answer : throw new HttpRequestException($"{path}: {(int)response.StatusCode} {Encoding.UTF8.GetString(answer)}");
    }
}
