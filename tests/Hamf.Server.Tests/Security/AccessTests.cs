using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Server.Security;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hamf.Server.Tests.Security;

public sealed class AccessTests
{
    [Fact]
    public async Task Every_endpoint_declares_the_role_that_it_needs()
    {
        await using TestServer server = await TestServer.StartAsync();

        IEnumerable<string?> undeclared = server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints
            .Where(e => e.Metadata.GetMetadata<EndpointRole>() is null)
            .Select(e => e.DisplayName);

        Assert.Empty(undeclared);
    }

    [Theory]
    [InlineData("GET", "/health", null)]
    [InlineData("GET", "/ready", null)]
    [InlineData("GET", "/assets/app.css", null)]
    [InlineData("GET", "/sign-in", null)]
    [InlineData("GET", "/metrics", Role.Reader)]
    [InlineData("GET", "/alerts", Role.Reader)]
    [InlineData("GET", "/models", Role.Reader)]
    [InlineData("GET", "/models/card-fraud", Role.Reader)]
    [InlineData("GET", "/api/status", Role.Reader)]
    [InlineData("GET", "/openapi.json", Role.Reader)]
    [InlineData("GET", "/docs/index.html", Role.Reader)]
    [InlineData("GET", "/nowhere", Role.Reader)]
    [InlineData("PUT", "/predict", Role.Reader)]
    [InlineData("POST", "/predict", Role.Scorer)]
    [InlineData("POST", "/events", Role.Scorer)]
    [InlineData("POST", "/labels", Role.Scorer)]
    [InlineData("POST", "/models/import", Role.Trainer)]
    [InlineData("POST", "/models/card-fraud/aliases/champion", Role.Admin)]
    [InlineData("POST", "/models/card-fraud/rollback", Role.Admin)]
    [InlineData("GET", "/keys", Role.Admin)]
    [InlineData("POST", "/keys", Role.Admin)]
    [InlineData("DELETE", "/keys/nobody", Role.Admin)]
    [InlineData("POST", "/ui/models?handler=Promote", Role.Admin)]
    [InlineData("POST", "/ui/alerts/a", Role.Scorer)]
    public async Task A_call_is_answered_from_its_role_upwards(string method, string path, Role? needed)
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();

        int stranger = (int)(await guarded.SendAsync(method, path, null)).Status;

        Assert.Equal(needed is null, stranger is not (401 or 403));
        foreach (Role role in Enum.GetValues<Role>())
        {
            Answer answer = await guarded.SendAsync(method, path, "Bearer " + guarded.Keys[role]);
            bool isRefused = answer.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden;
            Assert.True(isRefused == (needed > role), $"{role}: {answer.Status} {answer.Text}");
            if (isRefused)
            {
                Assert.Contains(needed!.Value.Word(), answer.Problem(403, "permission_denied").GetProperty("detail").GetString(), StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task A_key_is_taken_as_token_as_password_and_by_its_own_header()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();
        string key = guarded.Keys[Role.Reader];

        foreach (string header in (string[])["Bearer " + key, "bearer " + key, Basic("anybody", key), Basic("reader", key), Basic("", key)])
        {
            Assert.Equal(HttpStatusCode.OK, (await guarded.SendAsync("GET", "/models", header)).Status);
        }

        Assert.Equal(HttpStatusCode.OK, (await guarded.SendAsync("GET", "/models", null, ("X-Api-Key", key))).Status);
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer hamf_")]
    [InlineData("Bearer hamf_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic YQ==")]
    [InlineData("Digest username=\"a\"")]
    [InlineData("hamf")]
    public async Task Nothing_else_is_a_key(string header)
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();

        Answer answer = await guarded.SendAsync("GET", "/models", header);

        answer.Problem(401, "unauthenticated");
        Assert.Contains("Bearer", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
        Assert.Contains("Basic", answer.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_with_one_other_character_is_wrong()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();
        string key = guarded.Keys[Role.Admin];
        for (int i = 0; i < key.Length; i++)
        {
            string other = key[..i] + (key[i] == 'x' ? 'y' : 'x') + key[(i + 1)..];

            // The last character of a secret carries unused bits only in part; any change of the text is a change of what is hashed.
            Assert.Contains((await guarded.SendAsync("GET", "/models", "Bearer " + other)).Status, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.TooManyRequests]);
        }

        Assert.Equal(HttpStatusCode.OK, (await guarded.SendAsync("GET", "/models", "Bearer " + key)).Status);
    }

    [Fact]
    public async Task A_key_that_another_process_revokes_stops_working_at_the_next_look()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();
        string header = "Bearer " + guarded.Keys[Role.Scorer];
        Assert.Equal(HttpStatusCode.OK, (await guarded.SendAsync("GET", "/models", header)).Status);

        guarded.Server.Home.Keys.Revoke("scorer", "test", TimeProvider.System.GetUtcNow());
        guarded.Server.App.Services.GetRequiredService<KeyRing>().Reload();

        Assert.Equal(HttpStatusCode.Unauthorized, (await guarded.SendAsync("GET", "/models", header)).Status);
    }

    [Fact]
    public async Task A_key_that_is_made_and_revoked_over_rest_works_and_stops_at_once()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();
        string admin = "Bearer " + guarded.Keys[Role.Admin];

        Answer made = await guarded.SendAsync("POST", "/keys", admin, """{"name":"nightly","role":"trainer","expires":"90d"}""");
        string key = "Bearer " + made.Ok(HttpStatusCode.Created).GetProperty("key").GetString();
        Answer listed = await guarded.SendAsync("GET", "/keys", admin);
        Answer again = await guarded.SendAsync("POST", "/keys", admin, """{"name":"nightly","role":"reader"}""");
        HttpStatusCode before = (await guarded.SendAsync("GET", "/models", key)).Status;
        Answer revoked = await guarded.SendAsync("DELETE", "/keys/nightly", admin);

        again.Problem(409, "key_exists");
        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal("revoked", revoked.Ok().GetProperty("state").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await guarded.SendAsync("GET", "/models", key)).Status);
        Assert.Contains("\"nightly\"", listed.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(key["Bearer hamf_000000000000_".Length..], listed.Text, StringComparison.Ordinal);
        (await guarded.SendAsync("DELETE", "/keys/nightly", admin)).Problem(404, "not_found");
        (await guarded.SendAsync("POST", "/keys", admin, """{"name":"a b","role":"reader"}""")).Problem(422, "invalid_values");
        (await guarded.SendAsync("POST", "/keys", admin, """{"name":"a","role":"owner"}""")).Problem(422, "invalid_values");
        (await guarded.SendAsync("POST", "/keys", admin, """{"name":"a","role":"reader","expires":"soon"}""")).Problem(422, "invalid_values");
    }

    [Fact]
    public async Task Wrong_keys_are_counted_and_limited_while_right_ones_go_on()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();
        string wrong = "Bearer " + KeyText.Join(KeyText.NewPrefix(), KeyText.NewSecret());
        var statuses = new List<HttpStatusCode>();

        // A minute may end meanwhile, which starts the count anew.
        for (int i = 0; i <= 2 * FailureLimit.PerMinute; i++)
        {
            statuses.Add((await guarded.SendAsync("GET", "/models", wrong)).Status);
        }

        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Answer metrics = await guarded.SendAsync("GET", "/metrics", "Bearer " + guarded.Keys[Role.Reader]);
        Assert.Contains($"hamf_auth_failures_total{{reason=\"wrong\"}} {statuses.Count}", metrics.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_keys_a_loopback_server_is_open_and_a_known_key_still_gives_its_name_and_role()
    {
        string key = "";
        await using TestServer server = await TestServer.StartAsync(home => key = home.Keys.New("anna", Role.Reader));

        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/labels", Verdict)).Status);
        Assert.Equal(HttpStatusCode.OK, (await server.PostAsync("/labels", Verdict, ("Authorization", "Basic YTpi"))).Status);
        (await server.PostAsync("/labels", Verdict, ("Authorization", "Bearer " + key))).Problem(403, "permission_denied");
    }

    [Fact]
    public async Task Readiness_tells_a_stranger_no_names()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();

        Assert.DoesNotContain("card-fraud", (await guarded.SendAsync("GET", "/ready", null)).Text, StringComparison.Ordinal);
        Assert.Contains("card-fraud", (await guarded.SendAsync("GET", "/ready", "Bearer " + guarded.Keys[Role.Reader])).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Histories_name_the_key()
    {
        await using GuardedServer guarded = await GuardedServer.StartAsync();

        await guarded.SendAsync("POST", "/models/card-fraud/aliases/champion", "Bearer " + guarded.Keys[Role.Admin], """{"version":2}""");

        Assert.Equal("admin", guarded.Server.Home.Models.History("card-fraud", "champion")[0].Actor);
    }

    [Fact]
    public async Task Use_of_a_key_is_noted_when_the_server_stops()
    {
        GuardedServer guarded = await GuardedServer.StartAsync();
        await guarded.SendAsync("GET", "/models", "Bearer " + guarded.Keys[Role.Trainer]);
        await guarded.DisposeAsync();

        Assert.Equal(["trainer"], guarded.Server.Home.Keys.List().Where(k => k.LastUsedAt is not null).Select(k => k.Name));
    }

    [Fact]
    public async Task No_log_metric_or_answer_holds_a_key()
    {
        ConcurrentQueue<string> log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(b => b.SetMinimumLevel(LogLevel.Trace).AddProvider(new LogLines(log)));
        await using GuardedServer guarded = await GuardedServer.StartAsync(loggers);
        string wrong = KeyText.Join(KeyText.NewPrefix(), KeyText.NewSecret());
        string[] keys = [wrong, .. guarded.Keys.Values];
        var answers = new List<string>();
        foreach (string key in keys)
        {
            foreach ((string method, string path) in ((string, string)[])[("GET", "/models"), ("POST", "/predict"), ("GET", "/metrics"), ("POST", "/keys"), ("GET", "/openapi.json")])
            {
                foreach (string header in (string[])["Bearer " + key, Basic("a", key), "Bearer x" + key, key])
                {
                    answers.Add((await guarded.SendAsync(method, path, header)).Text);
                }
            }
        }

        string[] secrets = [.. keys.Select(k => k[^43..])];
        Assert.Contains(log, line => line.Contains("wrong keys", StringComparison.Ordinal));
        Assert.All(log.Concat(answers), text => Assert.DoesNotContain(secrets, s => text.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task No_log_holds_an_address_of_a_caller()
    {
        ConcurrentQueue<string> log = new();
        using ILoggerFactory loggers = LoggerFactory.Create(b => b.AddProvider(new LogLines(log)));
        await using TestServer server = await TestServer.StartAsync(loggers: loggers);
        server.Home.Models.Failure = new StoreException("The database is away.", isTransient: true);

        (await server.GetAsync("/models/a%0Aforged%20line")).Problem(503, "database_unavailable");

        Assert.Contains(log, line => line.Contains("/models/{name} was answered with 503: The database is away.", StringComparison.Ordinal));
        Assert.DoesNotContain(log, line => line.Contains("forged", StringComparison.Ordinal));
    }

    private const string Verdict = """{"event_id":"a","verdict":1}""";

    private static string Basic(string user, string password) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(user + ":" + password));
}
