using System.Net.Http.Headers;
using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Hamf.Server.Tests.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Hamf.Server.Tests.Api;

public sealed class LiveApiTests
{
    [Fact]
    public async Task The_status_shows_stages_and_last_alarms()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Home.AddScored("a", 0.9);

        JsonElement status = (await server.GetAsync("/api/status")).Ok();

        Assert.Equal(["ingest", "score", "sink", "alert"], status.GetProperty("stages").EnumerateArray().Select(s => s.GetProperty("name").GetString()));
        Assert.Equal("a", status.GetProperty("last_alerts")[0].GetProperty("event_id").GetString());
        Assert.Equal(JsonValueKind.Null, status.GetProperty("latency_ms_p50").ValueKind);
    }

    [Fact]
    public async Task A_follower_gets_the_history_and_then_the_status_again_and_again()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage response = await server.Client.GetAsync(
            new Uri("/api/stream/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        List<string> names = [];
        while (names.Count < 3 && await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                names.Add(line["event: ".Length..]);
            }
            else if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using JsonDocument data = JsonDocument.Parse(line["data: ".Length..]);
            }
        }

        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["history", "status", "status"], names);
    }

    [Fact]
    public async Task The_number_of_followers_has_a_limit_and_leaving_makes_room()
    {
        await using TestServer server = await TestServer.StartAsync(options: new HamfServerOptions { MaxFollowers = 1 });
        using (HttpResponseMessage one = await FollowAsync(server))
        {
            (await server.GetAsync("/api/stream/live")).Problem(503, "too_many_followers");
        }

        // The server notices at its next write, within a second or two.
        for (int i = 0; i < 100; i++)
        {
            using HttpResponseMessage next = await FollowAsync(server);
            if (next.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.Fail("A follower that left still takes a place.");
    }

    [Fact]
    public async Task A_follower_whose_key_is_revoked_is_told_no_more()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/stream/live");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", guarded.Keys[Role.Reader]);
        using HttpResponseMessage follower = await guarded.Server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using StreamReader reader = new(await follower.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));
        Assert.Equal("event: history", await reader.ReadLineAsync(TestContext.Current.CancellationToken));

        guarded.Server.Home.Keys.Revoke("reader", "test", TimeProvider.System.GetUtcNow());
        guarded.Server.App.Services.GetRequiredService<KeyRing>().Reload();

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        await reader.ReadToEndAsync(limit.Token);
    }

    [Fact]
    public async Task Stopping_the_server_ends_the_stream_at_once()
    {
        TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage follower = await FollowAsync(server);

        Task stopping = server.App.StopAsync(TestContext.Current.CancellationToken);

        Assert.Same(stopping, await Task.WhenAny(stopping, Task.Delay(5000, TestContext.Current.CancellationToken)));
        await server.DisposeAsync();
    }

    private static Task<HttpResponseMessage> FollowAsync(TestServer server) =>
        server.Client.GetAsync(new Uri("/api/stream/live", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
}
