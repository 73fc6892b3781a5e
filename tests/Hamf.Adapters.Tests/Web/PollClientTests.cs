using System.Text;
using Hamf.Adapters.Web;
using Hamf.Pipeline.Flows.Streaming;
using Microsoft.AspNetCore.Http;

namespace Hamf.Adapters.Tests.Web;

public sealed class PollClientTests
{
    private static readonly PollOptions Options = new() { BytesMax = 1000, Timeout = TimeSpan.FromSeconds(20) };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gives_the_body_as_it_is()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => http.Response.WriteAsync("\"{\\\"a\\\":1}\"", Stop));

        Assert.Equal("\"{\\\"a\\\":1}\"", Encoding.UTF8.GetString((await GetAsync(endpoint.Url)).Span));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    public async Task Names_the_status_and_not_the_query(int status)
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http =>
        {
            http.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        PollException e = await Assert.ThrowsAsync<PollException>(() => GetAsync(new Uri(endpoint.Url, "/now?key=secret")));

        Assert.Contains($"/now answered {status}", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", e.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Refuses_a_body_that_is_too_long(bool saysSo)
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(async http =>
        {
            http.Response.ContentLength = saysSo ? 1001 : null;
            await http.Response.WriteAsync(new string('x', 1001), Stop);
        });

        PollException e = await Assert.ThrowsAsync<PollException>(() => GetAsync(endpoint.Url));

        Assert.Contains("more than 1000 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gives_up_waiting_for_an_answer()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using HttpClient http = new();

        PollException e = await Assert.ThrowsAsync<PollException>(() =>
            new PollClient(http, Options with { Timeout = TimeSpan.FromMilliseconds(200) }).GetAsync(endpoint.Url, Stop));

        Assert.Contains("did not answer", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_that_nobody_is_there()
    {
        WebEndpoint endpoint = await WebEndpoint.StartAsync(_ => Task.CompletedTask);
        Uri url = endpoint.Url;
        await endpoint.DisposeAsync();

        await Assert.ThrowsAsync<PollException>(() => GetAsync(url));
    }

    private static async Task<ReadOnlyMemory<byte>> GetAsync(Uri url)
    {
        using HttpClient http = new();
        return await new PollClient(http, Options).GetAsync(url, Stop);
    }
}
