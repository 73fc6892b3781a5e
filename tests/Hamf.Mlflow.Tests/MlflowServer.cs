using System.Net;
using System.Text;
using System.Text.Json;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Server;
using Hamf.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hamf.Mlflow.Tests;

/// <summary>The whole program's server on a throw-away home, in this process, with a client that speaks MLflow's API. Tests of a class share one.</summary>
public sealed class MlflowServer : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private HomeServices? _home;
    private ServerHost? _host;

    /// <summary>A client for the server's address.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });

    /// <summary>The server's home folder.</summary>
    public string HomePath => _folder.Path;

    /// <summary>The stores behind the server.</summary>
    internal HomeServices Home => _home!;

    /// <summary>Fills the home before the server starts on it.</summary>
    internal Action<HomeServices> Prepare { get; init; } = static _ => { };

    /// <summary>How the server is started.</summary>
    internal HamfServerOptions Options { get; init; } = new() { Port = 0 };

    public async ValueTask InitializeAsync()
    {
        _home = HomeServices.Open(_folder.Path, DatabaseOfThisRun());
        Prepare(_home);
        Assert.True(StreamRoles.TryParse("api", out StreamRoles roles, out string? problem), problem);
        _host = await ServerHost.StartAsync(_home, Options, roles, NullLoggerFactory.Instance, CancellationToken.None);
        Client.BaseAddress = new Uri(_host.Url);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host!.DisposeAsync();
        _home!.Dispose();
        _folder.Dispose();
    }

    /// <summary>Sends a call with a JSON body to <c>/api/2.0/mlflow/PATH</c>.</summary>
    public Task<MlflowAnswer> PostAsync(string path, object body) => SendAsync(HttpMethod.Post, path, body);

    /// <summary>Sends a call with a JSON body.</summary>
    public Task<MlflowAnswer> SendAsync(HttpMethod method, string path, object body) => SendTextAsync(method, path, JsonSerializer.Serialize(body));

    /// <summary>Sends a call with a body as it is.</summary>
    public async Task<MlflowAnswer> SendTextAsync(HttpMethod method, string path, string body, string contentType = "application/json")
    {
        using HttpRequestMessage request = new(method, "/api/2.0/mlflow/" + path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        return await AnswerAsync(request);
    }

    /// <summary>Asks <c>/api/2.0/mlflow/PATH</c>.</summary>
    public async Task<MlflowAnswer> GetAsync(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/2.0/mlflow/" + path);
        return await AnswerAsync(request);
    }

    // ./test runs these tests on both databases.
    private static string? DatabaseOfThisRun() => Environment.GetEnvironmentVariable("HAMF_TEST_DATABASE") == "postgres"
        ? PostgresServer.Shared.Url($"mlflow_{Guid.NewGuid():N}")
        : null;

    private async Task<MlflowAnswer> AnswerAsync(HttpRequestMessage request)
    {
        using HttpResponseMessage response = await Client.SendAsync(request);
        return new MlflowAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}

/// <summary>What the server answered.</summary>
public sealed record MlflowAnswer(HttpStatusCode Status, string? ContentType, string Text)
{
    /// <summary>Asserts 200 with JSON and returns it.</summary>
    public JsonElement Ok()
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status}: {Text}");
        Assert.Equal("application/json", ContentType);
        return JsonDocument.Parse(Text).RootElement;
    }

    /// <summary>Asserts an error of that status and code whose message holds a part.</summary>
    public void Refused(int status, string code, string part = "")
    {
        Assert.True((int)Status == status, $"{(int)Status}: {Text}");
        Assert.Equal("application/json", ContentType);
        JsonElement error = JsonDocument.Parse(Text).RootElement;
        Assert.Equal(code, error.GetProperty("error_code").GetString());
        Assert.Contains(part, error.GetProperty("message").GetString(), StringComparison.Ordinal);
    }
}
