using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hamf.Adapters.Web;
using Hamf.Pipeline.Governance;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Web;

public sealed class WebhookSenderTests
{
    private const string Secret = "whsec_of_a_test_1234";
    private const string Body = """{"id":"1","event":"model_version.created","model":"kaffee ☕"}""";

    private static readonly WebhookOptions Private = new() { AllowPrivate = true };
    private static readonly ManualTime Time = new(DateTimeOffset.FromUnixTimeSeconds(1_782_000_000));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Delivers_the_body_with_a_signature_that_the_receiver_can_check()
    {
        string method = "", signature = "", kind = "", body = "", type = "";
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(async http =>
        {
            using StreamReader reader = new(http.Request.Body);
            (method, signature, kind, type) =
                (http.Request.Method, http.Request.Headers["X-Hamf-Signature"].ToString(), http.Request.Headers["X-Hamf-Event"].ToString(), http.Request.ContentType!);
            body = await reader.ReadToEndAsync(Stop);
        });

        await SendAsync(endpoint.Url, Private);

        string expected = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Encoding.UTF8.GetBytes("1782000000." + body)));
        Assert.Equal(("POST", Body, "model_version.created", "application/json; charset=utf-8"), (method, body, kind, type));
        Assert.Equal($"t=1782000000,v1={expected}", signature);
    }

    // By another implementation: hmac.new(b'whsec_of_a_test_1234', b'1782000000.{}', 'sha256').
    [Fact]
    public void The_signature_is_hmac_sha_256() =>
        Assert.Equal("t=1782000000,v1=69a7d575dd4a5a2677b731c0965005175ef7dda82531bcdb25b4d0ee896d042c", WebhookSender.Sign(Secret, 1_782_000_000, "{}"));

    [Theory]
    [InlineData(302, true)]
    [InlineData(404, true)]
    [InlineData(500, true)]
    [InlineData(410, false)]
    public async Task A_refusal_names_host_and_status_and_nothing_else(int status, bool isTransient)
    {
        int calls = 0;
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http =>
        {
            calls++;
            http.Response.StatusCode = status;
            http.Response.Headers.Location = "/elsewhere";
            return Task.CompletedTask;
        });

        WebhookException e = await Assert.ThrowsAsync<WebhookException>(() => SendAsync(new Uri(endpoint.Url, "/path-secret"), Private));

        Assert.Equal(isTransient, e.IsTransient);
        Assert.Contains($"127.0.0.1 answered {status}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("path-secret", e.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, calls);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(async http =>
        {
            await http.Response.Body.FlushAsync(Stop);
            await Task.Delay(Timeout.Infinite, http.RequestAborted);
        });

        await SendAsync(endpoint.Url, Private);
    }

    [Fact]
    public async Task Gives_up_waiting_for_an_answer()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));

        WebhookException e = await Assert.ThrowsAsync<WebhookException>(() => SendAsync(endpoint.Url, Private with { Timeout = TimeSpan.FromMilliseconds(200) }));

        Assert.True(e.IsTransient);
        Assert.Contains("did not answer", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    [InlineData("2130706433")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task This_machine_is_reached_only_if_that_is_permitted(string host)
    {
        int calls = 0;
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(_ =>
        {
            calls++;
            return Task.CompletedTask;
        });

        WebhookException e = await Assert.ThrowsAsync<WebhookException>(() => SendAsync(new Uri($"http://{host}:{endpoint.Url.Port}/"), new WebhookOptions()));

        Assert.Contains("--allow-private-webhooks", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.128.0.1", true)]
    [InlineData("2606:4700::1111", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("127.9.9.9", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.19.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::ffff:10.0.0.1", false)]
    [InlineData("64:ff9b::a00:1", false)]
    [InlineData("2002:a00:1::", false)]
    [InlineData("2001::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("ff02::1", false)]
    public void An_address_is_of_the_internet_or_not(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    private static async Task SendAsync(Uri url, WebhookOptions options)
    {
        using WebhookSender sender = new(options, Time);
        await sender.SendAsync(new WebhookDelivery(1, 1, url, Secret, RegistryEventKinds.Created, Body, 0), Stop);
    }
}
