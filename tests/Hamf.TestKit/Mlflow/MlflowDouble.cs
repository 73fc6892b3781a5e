using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hamf.TestKit.Mlflow;

/// <summary>
/// A server on a free port of the loopback address that answers as MLflow does, as far as Hamf's client asks, with its defects where a test switches
/// them on, and with connections that break where a test says so. What it holds is in <see cref="Runs"/> and the rest.
/// </summary>
public sealed class MlflowDouble : IAsyncDisposable
{
    private const string Prefix = "/api/2.0/mlflow/";

    private readonly WebApplication _app;
    private readonly Lock _turn = new();
    private readonly MlflowDoubleRuns _runCalls;
    private readonly MlflowDoubleRegistry _registryCalls;
    private readonly MlflowDoubleLoggedModels _loggedModelCalls;
    private readonly MlflowDoubleArtifacts _artifactCalls;
    private int _count;

    private MlflowDouble(int port)
    {
        _runCalls = new MlflowDoubleRuns(this);
        _registryCalls = new MlflowDoubleRegistry(this);
        _loggedModelCalls = new MlflowDoubleLoggedModels(this);
        _artifactCalls = new MlflowDoubleArtifacts(this);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Its address.</summary>
    public Uri Url => new(_app.Urls.Single());

    /// <summary>What it gets wrong.</summary>
    public MlflowDefects Defects { get; set; }

    /// <summary>What goes wrong with a request, by its number from 1 on, method and path.</summary>
    public Func<int, string, MlflowFault> FaultOf { get; set; } = (_, _) => MlflowFault.None;

    /// <summary>The header that every request must have, or null.</summary>
    public string? Authorization { get; set; }

    /// <summary>All requests so far: method and path with query.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>How many requests have come.</summary>
    public int RequestCount => Volatile.Read(ref _count);

    /// <summary>Experiments.</summary>
    public List<DoubleExperiment> Experiments { get; } = [];

    /// <summary>Runs, by id.</summary>
    public Dictionary<string, DoubleRun> Runs { get; } = [];

    /// <summary>Registered models, by name.</summary>
    public SortedDictionary<string, DoubleModel> Models { get; } = new(StringComparer.Ordinal);

    /// <summary>Logged models, by id.</summary>
    public Dictionary<string, DoubleLoggedModel> LoggedModels { get; } = [];

    /// <summary>Files behind the proxy, by path.</summary>
    public SortedDictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>Starts it.</summary>
    /// <param name="port">The port; 0 for a free one.</param>
    public static async Task<MlflowDouble> StartAsync(int port = 0)
    {
        var server = new MlflowDouble(port);
        server.AddExperiment("Default");
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Adds an experiment.</summary>
    public DoubleExperiment AddExperiment(string name)
    {
        string root = Defects.HasFlag(MlflowDefects.NoProxy) ? "s3://bucket" : "mlflow-artifacts:";
        var experiment = new DoubleExperiment(Experiments.Count, name, $"{root}/{Experiments.Count}");
        Experiments.Add(experiment);
        return experiment;
    }

    /// <summary>The path behind the proxy, or in the bucket, of a URI.</summary>
    public static string PathOf(string uri) => uri.Replace("s3://bucket/", string.Empty, StringComparison.Ordinal).Replace("mlflow-artifacts:/", string.Empty, StringComparison.Ordinal);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        string call = $"{http.Request.Method} {http.Request.Path}{http.Request.QueryString}";
        Requests.Enqueue(call);
        MlflowFault fault = FaultOf(Interlocked.Increment(ref _count), call);
        try
        {
            if (fault == MlflowFault.LostRequest)
            {
                http.Abort();
                return;
            }

            if (fault is MlflowFault.Busy or MlflowFault.Throttled)
            {
                http.Response.StatusCode = fault == MlflowFault.Busy ? 503 : 429;
                http.Response.Headers.RetryAfter = fault == MlflowFault.Busy ? default : "0";
                return;
            }

            if (Authorization is not null && http.Request.Headers.Authorization != Authorization)
            {
                http.Response.StatusCode = 401;
                return;
            }

            if (await _artifactCalls.TryAnswerAsync(http, fault, _turn))
            {
                return;
            }

            JsonObject answer = await CallAsync(http);
            if (fault == MlflowFault.LostAnswer)
            {
                http.Abort();
                return;
            }

            await WriteAsync(http, 200, answer);
        }
        catch (MlflowRefusal refusal)
        {
            await WriteAsync(http, refusal.Status, new JsonObject { ["error_code"] = refusal.Code, ["message"] = refusal.Message });
        }
    }

    private async Task<JsonObject> CallAsync(HttpContext http)
    {
        JsonObject fields = HttpMethods.IsGet(http.Request.Method)
            ? new JsonObject(http.Request.Query.Select(q => KeyValuePair.Create(q.Key, (JsonNode?)JsonValue.Create(q.Value.ToString()))))
            : (JsonObject)(await JsonNode.ParseAsync(http.Request.Body))!;
        string path = http.Request.Path.Value!.StartsWith(Prefix, StringComparison.Ordinal) ? http.Request.Path.Value[Prefix.Length..] : throw MlflowRefusal.NoSuchCall();
        lock (_turn)
        {
            return _runCalls.Answer(path, fields) ?? _registryCalls.Answer(http.Request.Method, path, fields) ?? _loggedModelCalls.Answer(path, fields) ?? throw MlflowRefusal.NoSuchCall();
        }
    }

    internal static Task WriteAsync(HttpContext http, int status, JsonObject body)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(body.ToJsonString(JsonSerializerOptions.Default));
    }

    internal static JsonArray Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        new([.. pairs.Select(p => (JsonNode)new JsonObject { ["key"] = p.Key, ["value"] = p.Value })]);

    internal static string Text(JsonObject fields, string name) =>
        fields[name]?.ToString() ?? throw MlflowRefusal.Invalid($"Missing value for required parameter '{name}'.");

    /// <summary>One page of rows with the token of the next, which is an offset.</summary>
    internal static JsonObject Page(string name, IReadOnlyList<JsonObject> rows, JsonObject fields)
    {
        int max = int.Parse(fields["max_results"]?.ToString() ?? "1000", System.Globalization.CultureInfo.InvariantCulture);
        int offset = int.Parse(fields["page_token"]?.ToString() is { Length: > 0 } token ? token : "0", System.Globalization.CultureInfo.InvariantCulture);
        var answer = new JsonObject { [name] = new JsonArray([.. rows.Skip(offset).Take(max).Select(row => (JsonNode)row)]) };
        if (offset + max < rows.Count)
        {
            answer["next_page_token"] = (offset + max).ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        return answer;
    }
}
