using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary><c>hamf keys</c> and <c>hamf webhooks</c>, and servers that need them.</summary>
public sealed partial class KeysVerbTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_server_beyond_loopback_does_not_start_before_there_is_an_admin_key()
    {
        HamfResult refused = await RunAsync(2, "serve", "--port", "0", "--address", "0.0.0.0");

        Assert.Contains("hamf keys create NAME --role admin", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_is_shown_once_and_stops_working_in_a_running_server_when_it_is_revoked()
    {
        HamfResult made = await RunAsync(0, "keys", "create", "root", "--role", "admin");
        string reader = (await RunAsync(0, "keys", "create", "anna", "--role", "reader", "--expires", "90d", "--json")).Json.GetProperty("key").GetString()!;
        HamfResult listed = await RunAsync(0, "keys", "list");
        Assert.Equal(2, listed.Output.Split('\n').Count(line => line.Contains(" live ", StringComparison.Ordinal)));
        Assert.DoesNotContain(made.Output.Trim(), listed.Output, StringComparison.Ordinal);
        Assert.Equal(61, made.Output.Trim().Length);

        using HamfProcess server = HamfProcess.Start(_folder.Path, "serve", "--port", "0", "--require-keys", "--home", _folder.Path);
        Match address = await server.SaysAsync(ServingOn());
        using HttpClient client = new() { BaseAddress = new Uri(address.Groups[1].Value) };
        client.DefaultRequestHeaders.Add("X-Api-Key", reader);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/models", TestContext.Current.CancellationToken)).StatusCode);

        JsonElement revoked = (await RunAsync(0, "keys", "revoke", "anna", "--json")).Json;

        Assert.Equal("revoked", revoked.GetProperty("state").GetString());
        await Eventually.TrueAsync(
            async () => (await client.GetAsync("/models", TestContext.Current.CancellationToken)).StatusCode == HttpStatusCode.Unauthorized,
            () => "the revoked key still works");
        await RunAsync(1, "keys", "revoke", "anna");
        await RunAsync(1, "keys", "create", "root", "--role", "reader");
        await RunAsync(2, "keys", "create", "a b", "--role", "reader");
        await RunAsync(2, "keys", "create", "ben", "--role", "owner");
    }

    [Fact]
    public async Task An_alias_that_serve_protects_is_moved_by_admins_only_and_so_is_champion()
    {
        string trainer = (await RunAsync(0, "keys", "create", "anna", "--role", "trainer", "--json")).Json.GetProperty("key").GetString()!;
        string admin = (await RunAsync(0, "keys", "create", "root", "--role", "admin", "--json")).Json.GetProperty("key").GetString()!;
        using HamfProcess server = HamfProcess.Start(
            _folder.Path, "serve", "--port", "0", "--protect-alias", "production", "--protect-alias", "blue", "--home", _folder.Path);
        Match address = await server.SaysAsync(ServingOn());
        using HttpClient client = new() { BaseAddress = new Uri(address.Groups[1].Value + "/api/2.0/mlflow/") };
        await PostAsync(client, admin, "registered-models/create", """{"name":"m"}""");
        await PostAsync(client, admin, "model-versions/create", """{"name":"m","source":"mlflow-artifacts:/1/m"}""");

        foreach (string alias in (string[])["production", "blue", "champion", "green"])
        {
            string move = $$"""{"name":"m","alias":"{{alias}}","version":"1"}""";
            Assert.Equal(
                alias == "green" ? HttpStatusCode.OK : HttpStatusCode.Forbidden, await PostAsync(client, trainer, "registered-models/alias", move));
            Assert.Equal(HttpStatusCode.OK, await PostAsync(client, admin, "registered-models/alias", move));
        }
    }

    [Fact]
    public async Task An_alias_that_cannot_be_is_not_protected() =>
        Assert.Contains("'a b' cannot be protected", (await RunAsync(2, "serve", "--port", "0", "--protect-alias", "a b")).Errors, StringComparison.Ordinal);

    [Fact]
    public async Task A_webhook_is_added_tried_and_removed()
    {
        long id = (await RunAsync(0, "webhooks", "add", "https://ci.example.com/h", "--events", "model_version.created", "--json")).Json.GetProperty("id").GetInt64();
        await RunAsync(0, "webhooks", "test", $"{id}");

        JsonElement listed = Assert.Single((await RunAsync(0, "webhooks", "list", "--json")).Json.GetProperty("webhooks").EnumerateArray());

        Assert.Equal(1, listed.GetProperty("waiting").GetInt64());
        await RunAsync(0, "webhooks", "remove", $"{id}");
        await RunAsync(1, "webhooks", "remove", $"{id}");
        await RunAsync(2, "webhooks", "add", "ftp://example.com");
    }

    public void Dispose() => _folder.Dispose();

    private async Task<HamfResult> RunAsync(int exitCode, params string[] arguments) =>
        (await HamfProcess.RunAsync(_folder.Path, [.. arguments, "--home", _folder.Path])).Ended(exitCode);

    private static async Task<HttpStatusCode> PostAsync(HttpClient client, string key, string path, string json)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        request.Headers.Add("X-Api-Key", key);
        using HttpResponseMessage answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    [GeneratedRegex(@" on (http://127\.0\.0\.1:[0-9]+)")]
    private static partial Regex ServingOn();
}
