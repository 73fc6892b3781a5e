using Hamf.Adapters.Mlflow;
using Hamf.Adapters.Tests.Web;
using Hamf.Pipeline.Registry.External;
using Microsoft.AspNetCore.Http;

namespace Hamf.Adapters.Tests.Mlflow;

/// <summary>What the client does when things go wrong; the port's suite says what it does when they do not.</summary>
public sealed class MlflowClientTests
{
    private const string Secret = "s3cret-token";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public async Task Tries_again_what_may_pass(int status)
    {
        int count = 0;
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => AnswerAsync(http, ++count < 3 ? status : 404));
        using MlflowClient client = MlflowClients.New(endpoint.Url);

        Assert.Null(await client.FindRunAsync("x", Stop));

        Assert.Equal(3, count);
    }

    [Theory]
    [InlineData(400, TrackingError.Refused)]
    [InlineData(401, TrackingError.Unauthorized)]
    [InlineData(403, TrackingError.Unauthorized)]
    [InlineData(405, TrackingError.Unsupported)]
    public async Task Does_not_try_again_what_will_not(int status, TrackingError error)
    {
        int count = 0;
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http =>
        {
            count++;
            return AnswerAsync(http, status);
        });
        using MlflowClient client = MlflowClients.New(endpoint.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Equal((error, 1), (e.Error, count));
    }

    [Fact]
    public async Task Gives_up_in_the_end_and_says_what_it_asked_whom()
    {
        int count = 0;
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http =>
        {
            count++;
            return AnswerAsync(http, 503);
        });
        using MlflowClient client = MlflowClients.New(endpoint.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.True(e.IsTransient);
        Assert.Equal(5, count);
        Assert.Contains("503 to GET /api/2.0/mlflow/runs/get", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told_as_unreachable()
    {
        Uri gone;
        await using (WebEndpoint endpoint = await WebEndpoint.StartAsync(http => AnswerAsync(http, 404)))
        {
            gone = endpoint.Url;
        }

        using MlflowClient client = MlflowClients.New(gone);

        Assert.True((await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop))).IsTransient);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_after_the_limit()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using MlflowClient client = MlflowClients.New(endpoint.Url, options => options with { Timeout = TimeSpan.FromMilliseconds(100), RetriesMax = 1 });

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Contains("within 0.1 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_server()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using MlflowClient client = MlflowClients.New(endpoint.Url);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.FindRunAsync("x", cancellation.Token));
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_credentials_stay_here()
    {
        int elsewhere = 0;
        await using WebEndpoint other = await WebEndpoint.StartAsync(http =>
        {
            elsewhere++;
            return AnswerAsync(http, 200);
        });
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http =>
        {
            Assert.Equal($"Bearer {Secret}", http.Request.Headers.Authorization);
            http.Response.Redirect(new Uri(other.Url, "/take?it=all").ToString());
            return Task.CompletedTask;
        });
        using MlflowClient client = MlflowClients.New(endpoint.Url, options => options with { Token = Secret });

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Equal(0, elsewhere);
        Assert.Equal(TrackingError.Refused, e.Error);
        Assert.Contains(other.Url.Authority, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("it=all", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_repeats_the_credentials_does_not_bring_them_into_messages()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(async http =>
        {
            http.Response.StatusCode = 400;
            await http.Response.WriteAsJsonAsync(new { error_code = "BAD_REQUEST", message = $"you sent {http.Request.Headers.Authorization}" }, Stop);
        });
        using MlflowClient client = MlflowClients.New(endpoint.Url, options => options with { Token = Secret });

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.DoesNotContain(Secret, e.ToString(), StringComparison.Ordinal);
        Assert.Contains("you sent Bearer ***", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut_off()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(async http =>
        {
            var block = new byte[64 * 1024];
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await http.Response.Body.WriteAsync(block, http.RequestAborted);
            }
        });
        using MlflowClient client = MlflowClients.New(endpoint.Url, options => options with { ReplySizeMax = 1 << 20 });

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Contains("more than 1048576 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_than_mlflow_is_told_as_that()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => http.Response.WriteAsync("<html>Please log in</html>", Stop));
        using MlflowClient client = MlflowClients.New(endpoint.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Equal(TrackingError.Unsupported, e.Error);
        Assert.EndsWith("is it an MLflow server?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_listed_name_that_leads_out_is_refused()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => http.Response.WriteAsJsonAsync(new { files = new[] { new { path = "..", is_dir = true } } }, Stop));
        using MlflowClient client = MlflowClients.New(endpoint.Url);

        await Assert.ThrowsAsync<TrackingException>(() => client.ListAsync(new RemoteFolder("mlflow-artifacts:/0", null, ""), Stop));
    }

    private static Task AnswerAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return status == 404 ? http.Response.WriteAsJsonAsync(new { error_code = "RESOURCE_DOES_NOT_EXIST", message = "no" }, Stop) : Task.CompletedTask;
    }
}
