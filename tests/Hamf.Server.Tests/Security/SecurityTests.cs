using System.Net;
using System.Text;

namespace Hamf.Server.Tests.Security;

public sealed class SecurityTests
{
    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("192.168.1.5")]
    public void Refuses_to_listen_beyond_loopback_without_an_admin_key_and_says_how_to_make_one(string address)
    {
        HamfServerOptions options = new() { Address = address };

        string problem = Assert.Single(options.Check(hasAdminKey: false));

        Assert.Contains(address, problem, StringComparison.Ordinal);
        Assert.Contains("hamf keys create NAME --role admin", problem, StringComparison.Ordinal);
        Assert.Empty(options.Check(hasAdminKey: true));
        Assert.Throws<ArgumentException>(() => HamfServer.Build(options, new Memory.MemoryHome().Services(Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance)));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.2")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public void Listens_on_loopback(string address) => Assert.Empty(new HamfServerOptions { Address = address }.Check(hasAdminKey: false));

    [Fact]
    public void Lists_every_problem_of_the_options() =>
        Assert.Equal(3, new HamfServerOptions { Address = "nowhere", Port = 70000, MaxRows = 0 }.Check(hasAdminKey: true).Count);

    [Theory]
    [InlineData("evil.example", 421)]
    [InlineData("127.0.0.1.evil.example", 421)]
    [InlineData("localhost.evil.example", 421)]
    [InlineData("169.254.169.254", 421)]
    [InlineData("localhost", 200)]
    [InlineData("127.0.0.1:80", 200)]
    [InlineData("[::1]:5080", 200)]
    public async Task Answers_only_to_loopback_names(string host, int status)
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/health");
        request.Headers.Host = host;

        Assert.Equal(status, (int)(await server.SendAsync(request)).Status);
    }

    [Theory]
    [InlineData("Origin", "http://evil.example", 403)]
    [InlineData("Origin", "null", 403)]
    [InlineData("Sec-Fetch-Site", "cross-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-site", 403)]
    [InlineData("Sec-Fetch-Site", "same-origin", 200)]
    [InlineData("Sec-Fetch-Site", "none", 200)]
    public async Task Pages_of_other_origins_change_nothing(string header, string value, int status)
    {
        await using TestServer server = await TestServer.StartAsync();

        Answer answer = await server.PostAsync("/labels", """{"event_id":"a","verdict":1}""", (header, value));

        Assert.Equal(status, (int)answer.Status);
        Assert.Equal(status == 200 ? 1 : 0, server.Home.Labels.Count());
    }

    [Fact]
    public async Task Forms_of_other_sites_cannot_post_to_the_api()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, "/labels")
        {
            Content = new StringContent("{\"event_id\":\"a\",\"verdict\":1}", Encoding.UTF8, "text/plain"),
        };

        (await server.SendAsync(request)).Problem(415, "unsupported_media_type");
    }

    [Fact]
    public async Task Other_origins_are_never_invited()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpRequestMessage preflight = new(HttpMethod.Options, "/labels");
        preflight.Headers.Add("Origin", "http://evil.example");
        preflight.Headers.Add("Access-Control-Request-Method", "POST");

        Answer answer = await server.SendAsync(preflight);

        Assert.NotEqual(HttpStatusCode.OK, answer.Status);
        Assert.DoesNotContain(answer.Headers.Keys, k => k.StartsWith("Access-Control", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/health")]
    [InlineData("/nowhere")]
    [InlineData("/docs/index.html")]
    public async Task Every_answer_tells_browsers_to_be_careful(string path)
    {
        await using TestServer server = await TestServer.StartAsync();

        Answer answer = await server.GetAsync(path, "text/html");

        string policy = answer.Headers["Content-Security-Policy"];
        Assert.Contains("default-src 'self'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers["X-Content-Type-Options"]);
        Assert.False(answer.Headers.ContainsKey("Server"));
    }
}
