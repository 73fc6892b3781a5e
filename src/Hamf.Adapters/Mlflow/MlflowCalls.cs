using System.Buffers;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Hamf.Adapters.Mlflow;

/// <summary>Calls of MLflow's JSON API.</summary>
internal sealed class MlflowCalls(MlflowTransport transport)
{
    private const string Prefix = "api/2.0/mlflow/";

    private readonly MlflowFailures _failures = new(transport.Options);

    /// <summary>Asks, as often as it takes.</summary>
    /// <param name="path">The call: <c>runs/get</c>.</param>
    /// <param name="query">Its fields; one without value is left out.</param>
    /// <param name="cancellation">Stops.</param>
    public Task<JsonElement> GetAsync(string path, (string Name, string? Value)[] query, CancellationToken cancellation)
    {
        string fields = string.Join('&', query.Where(f => f.Value is not null).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value!)}"));
        return RepeatAsync(path, () => new HttpRequestMessage(HttpMethod.Get, $"{Prefix}{path}?{fields}"), cancellation);
    }

    /// <summary>Sends a call that may be repeated, as often as it takes.</summary>
    public Task<JsonElement> SendAsync(HttpMethod method, string path, Action<Utf8JsonWriter> fields, CancellationToken cancellation)
    {
        byte[] body = Body(fields);
        return RepeatAsync(path, () => Request(method, path, body), cancellation);
    }

    /// <summary>Posts a call that may be repeated, as often as it takes.</summary>
    public Task<JsonElement> PostAsync(string path, Action<Utf8JsonWriter> fields, CancellationToken cancellation) =>
        SendAsync(HttpMethod.Post, path, fields, cancellation);

    /// <summary>Posts a call that must not be repeated: when its answer is lost nobody knows what it did.</summary>
    public async Task<JsonElement> PostOnceAsync(string path, Action<Utf8JsonWriter> fields, CancellationToken cancellation)
    {
        byte[] body = Body(fields);
        return Parse(path, await transport.SendOnceAsync(() => Request(HttpMethod.Post, path, body), transport.Options.Timeout, cancellation).ConfigureAwait(false));
    }

    /// <summary>Runs something that may be repeated as a whole.</summary>
    public Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellation) => transport.RepeatAsync(call, cancellation);

    /// <summary>Asks a path outside the API's prefix, as often as it takes.</summary>
    public Task<JsonElement> GetRawAsync(string pathAndQuery, string called, CancellationToken cancellation) =>
        RepeatAsync(called, () => new HttpRequestMessage(HttpMethod.Get, pathAndQuery), cancellation);

    /// <summary>A part that the answer must have.</summary>
    public JsonElement Part(string path, JsonElement answer, string name) => answer.Object(name) ?? throw _failures.Strange(path, $"'{name}'");

    private static HttpRequestMessage Request(HttpMethod method, string path, byte[] body) => new(method, Prefix + path)
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
    };

    private static byte[] Body(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            fields(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private Task<JsonElement> RepeatAsync(string path, Func<HttpRequestMessage> newRequest, CancellationToken cancellation) => transport.RepeatAsync(
        async token => Parse(path, await transport.SendOnceAsync(newRequest, transport.Options.Timeout, token).ConfigureAwait(false)), cancellation);

    private JsonElement Parse(string path, byte[] body)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object ? json.RootElement.Clone() : throw _failures.Strange(path, "an object");
        }
        catch (JsonException)
        {
            throw _failures.Strange(path, "JSON");
        }
    }
}
