using System.Net;
using System.Text;
using System.Text.Json;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Governance;
using Hamf.Server;
using Hamf.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hamf.Mlflow.Tests;

/// <summary>Keys as MLflow's clients send them, and what happens in the registry as webhooks hear of it; the whole program's server.</summary>
public sealed class AccessTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly TempFolder _folder = new();
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false });
    private readonly Dictionary<Role, string> _keys = [];
    private HomeServices? _home;
    private ServerHost? _host;

    public async ValueTask InitializeAsync()
    {
        _home = HomeServices.Open(_folder.Path, database: null);
        foreach (Role role in Enum.GetValues<Role>())
        {
            (ApiKey key, string text) = ApiKey.Issue(role.Word(), role, null, "test", TimeProvider.System.GetUtcNow());
            Assert.True(_home.Keys.Add(key));
            _keys[role] = text;
        }

        Assert.True(StreamRoles.TryParse("api,alert", out StreamRoles roles, out string? problem), problem);
        HamfServerOptions options = new() { Port = 0, RequireKeys = true, AllowPrivateWebhooks = true };
        _host = await ServerHost.StartAsync(_home, options, roles, NullLoggerFactory.Instance, CancellationToken.None);
        _client.BaseAddress = new Uri(_host.Url);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _host!.DisposeAsync();
        _home!.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("GET", "/api/2.0/mlflow/experiments/get?experiment_id=0", Role.Reader)]
    [InlineData("POST", "/api/2.0/mlflow/experiments/search", Role.Reader)]
    [InlineData("POST", "/ajax-api/2.0/mlflow/runs/search", Role.Reader)]
    [InlineData("POST", "/api/2.0/mlflow/registered-models/get-latest-versions", Role.Reader)]
    [InlineData("POST", "/api/2.0/mlflow/experiments/create", Role.Trainer)]
    [InlineData("POST", "/api/2.0/mlflow/runs/log-batch", Role.Trainer)]
    [InlineData("PATCH", "/api/2.0/mlflow/model-versions/update", Role.Trainer)]
    [InlineData("DELETE", "/api/2.0/mlflow/registered-models/delete", Role.Trainer)]
    [InlineData("PUT", "/api/2.0/mlflow-artifacts/artifacts/0/r/artifacts/a", Role.Trainer)]
    public async Task Refusals_have_the_form_that_the_client_reads(string method, string path, Role needed)
    {
        (await SendAsync(method, path, null)).Refused(401, "UNAUTHENTICATED", "key");
        (await SendAsync(method, path, "Bearer hamf_wrong")).Refused(401, "UNAUTHENTICATED", "not accepted");
        foreach ((Role role, string key) in _keys)
        {
            MlflowAnswer answer = await SendAsync(method, path, "Bearer " + key);
            if (role < needed)
            {
                answer.Refused(403, "PERMISSION_DENIED", needed.Word());
            }
            else
            {
                Assert.NotEqual(HttpStatusCode.Forbidden, answer.Status);
                Assert.NotEqual(HttpStatusCode.Unauthorized, answer.Status);
            }
        }
    }

    [Fact]
    public async Task A_token_and_a_password_log_a_run()
    {
        string[] headers = ["Bearer " + _keys[Role.Trainer], "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("anybody:" + _keys[Role.Trainer]))];

        foreach (string header in headers)
        {
            (await SendAsync("POST", "/api/2.0/mlflow/runs/create", header, """{"experiment_id":"0"}""")).Ok();
        }
    }

    [Fact]
    public async Task A_moved_alias_is_delivered_to_a_webhook()
    {
        TaskCompletionSource<(string Signature, string Body)> delivered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using WebApplication endpoint = await ListenAsync(async http =>
        {
            using StreamReader reader = new(http.Request.Body);
            delivered.TrySetResult((http.Request.Headers["X-Hamf-Signature"].ToString(), await reader.ReadToEndAsync(http.RequestAborted)));
        });
        string admin = "Bearer " + _keys[Role.Admin];
        string trainer = "Bearer " + _keys[Role.Trainer];
        await SendAsync("POST", "/webhooks", admin, JsonSerializer.Serialize(new { url = endpoint.Urls.Single(), events = (string[])["model_version.alias_set"] }));

        (await SendAsync("POST", "/api/2.0/mlflow/registered-models/create", trainer, """{"name":"m"}""")).Ok();
        (await SendAsync("POST", "/api/2.0/mlflow/model-versions/create", trainer, """{"name":"m","source":"s3://bucket/model"}""")).Ok();
        (await SendAsync("POST", "/api/2.0/mlflow/registered-models/alias", trainer, """{"name":"m","alias":"candidate","version":"1"}""")).Ok();

        (string signature, string body) = await delivered.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        JsonElement told = JsonDocument.Parse(body).RootElement;
        Assert.Equal(
            ("model_version.alias_set", "m", 1, "candidate", "trainer"),
            (told.GetProperty("event").GetString(), told.GetProperty("model").GetString(), told.GetProperty("version").GetInt32(), told.GetProperty("alias").GetString(), told.GetProperty("actor").GetString()));
        Assert.Matches("^t=[0-9]+,v1=[0-9a-f]{64}$", signature);
    }

    private static async Task<WebApplication> ListenAsync(RequestDelegate answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.Run(answer);
        await app.StartAsync();
        return app;
    }

    private async Task<MlflowAnswer> SendAsync(string method, string path, string? authorization, string body = "{}")
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Content = method == "GET" ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using HttpResponseMessage response = await _client.SendAsync(request);
        return new MlflowAnswer(response.StatusCode, response.Content.Headers.ContentType?.MediaType, await response.Content.ReadAsStringAsync());
    }
}
