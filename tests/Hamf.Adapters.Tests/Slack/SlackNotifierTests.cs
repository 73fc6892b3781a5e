using System.Text.Json;
using Hamf.Adapters.Slack;
using Hamf.Adapters.Tests.Web;
using Hamf.Pipeline.Alerts;
using Microsoft.AspNetCore.Http;

namespace Hamf.Adapters.Tests.Slack;

public sealed class SlackNotifierTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Posts_the_text_with_reasons_and_nothing_that_slack_would_interpret()
    {
        JsonElement body = default;
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(async http =>
        {
            Assert.Equal("application/json; charset=utf-8", http.Request.ContentType);
            body = (await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: Stop)).RootElement;
            await http.Response.WriteAsync("ok", Stop);
        });

        await SendAsync(new SlackOptions { Webhook = endpoint.Url, LinkOf = a => new Uri($"http://127.0.0.1:5080/alerts/{a.AlertId}") });

        Assert.Equal("text", Assert.Single(body.EnumerateObject()).Name);
        Assert.Equal(
            """
            card-fraud: alert on event 2da90c7d74bd46a0caf3777415b3ebd3 of 229116******5541, score 0.932 (threshold 0.410, version 3)
            - amount: 1,200.5 &lt;é&gt;
            - hour: 3
            http://127.0.0.1:5080/alerts/17
            """.ReplaceLineEndings("\n"),
            body.GetProperty("text").GetString());
    }

    [Theory]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(400, false)]
    [InlineData(404, false)]
    [InlineData(410, false)]
    public async Task Tells_what_may_pass_from_what_will_not(int status, bool isTransient)
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        NotificationException e = await Assert.ThrowsAsync<NotificationException>(() => SendAsync(new SlackOptions { Webhook = new Uri(endpoint.Url, "/T/B/secret") }));

        Assert.Equal(isTransient, e.IsTransient);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_webhook_that_does_not_answer_is_tried_again()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));

        NotificationException e = await Assert.ThrowsAsync<NotificationException>(() =>
            SendAsync(new SlackOptions { Webhook = endpoint.Url, Timeout = TimeSpan.FromMilliseconds(200) }));

        Assert.True(e.IsTransient);
    }

    private static async Task SendAsync(SlackOptions options)
    {
        using HttpClient http = new();
        await new SlackNotifier(http, options).SendAsync(SampleAlerts.Card, Stop);
    }
}
