using Hamf.Adapters.Mlflow;
using Hamf.Adapters.Tests.Web;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit.Mlflow;
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
        using MlflowClient client = New(endpoint.Url);

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
        using MlflowClient client = New(endpoint.Url);

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
        using MlflowClient client = New(endpoint.Url);

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

        using MlflowClient client = New(gone);

        Assert.True((await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop))).IsTransient);
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_left_after_the_limit()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using MlflowClient client = New(endpoint.Url, options => options with { Timeout = TimeSpan.FromMilliseconds(100), RetriesMax = 1 });

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Contains("within 0.1 s", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_is_no_failure_of_the_server()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => Task.Delay(Timeout.Infinite, http.RequestAborted));
        using MlflowClient client = New(endpoint.Url);
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
        using MlflowClient client = New(endpoint.Url, options => options with { Token = Secret });

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
        using MlflowClient client = New(endpoint.Url, options => options with { Token = Secret });

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
        using MlflowClient client = New(endpoint.Url, options => options with { ReplySizeMax = 1 << 20 });

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Contains("more than 1048576 bytes", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Something_else_than_mlflow_is_told_as_that()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => http.Response.WriteAsync("<html>Please log in</html>", Stop));
        using MlflowClient client = New(endpoint.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.FindRunAsync("x", Stop));

        Assert.Equal(TrackingError.Unsupported, e.Error);
        Assert.EndsWith("is it an MLflow server?", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_that_is_answered_by_500_is_not_asked_for_again()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.MissingFileIsFailure;
        using MlflowClient client = New(server.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.OpenAsync(new RemoteFolder("mlflow-artifacts:/0/run/artifacts", null, ""), "model/MLmodel", Stop));

        Assert.Equal(TrackingError.Missing, e.Error);
        Assert.Equal(2, server.RequestCount);
        Assert.DoesNotContain("/srv/mlflow", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(MlflowDefects.None)]
    [InlineData(MlflowDefects.NoRanges)]
    public async Task A_download_that_breaks_goes_on_where_it_broke(MlflowDefects defects)
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = defects;
        server.FaultOf = (number, _) => number <= 3 ? MlflowFault.HalfFile : MlflowFault.None;
        byte[] content = new byte[1_000_000];
        new Random(5).NextBytes(content);
        server.Files["0/run/artifacts/big.bin"] = content;
        using MlflowClient client = New(server.Url);

        using var copy = new MemoryStream();
        await using (Stream stream = await client.OpenAsync(new RemoteFolder("mlflow-artifacts:/0/run/artifacts", null, ""), "big.bin", Stop))
        {
            await stream.CopyToAsync(copy, Stop);
        }

        Assert.Equal(content, copy.ToArray());
        Assert.Equal(4, server.RequestCount);
    }

    [Fact]
    public async Task A_run_in_a_bucket_can_be_read_through_the_run_and_not_be_written()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.NoProxy;
        using MlflowClient client = New(server.Url);
        Experiment experiment = await client.OpenExperimentAsync("bucket", Stop);
        TrackedRun run = await client.OpenRunAsync(new NewRun { ExperimentId = experiment.ExperimentId, StartMs = 1 }, "hamf.run_id", "r", Stop);
        server.Files[$"{experiment.ExperimentId}/{run.RunId}/artifacts/model/sub/a.txt"] = "hello"u8.ToArray();

        RemoteFolder folder = (await client.ResolveAsync(Parsed($"runs:/{run.RunId}/model"), Stop)).Folder;
        await using Stream stream = await client.OpenAsync(folder, "sub/a.txt", Stop);
        using var reader = new StreamReader(stream);
        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.UploadAsync(folder, "b.txt", new ArtifactContent(0, _ => Task.FromResult(Stream.Null)), Stop));

        Assert.Equal(["sub/a.txt"], (await client.ListAsync(folder, Stop)).Select(f => f.Path));
        Assert.Equal("hello", await reader.ReadToEndAsync(Stop));
        Assert.Contains("s3://bucket", e.Message, StringComparison.Ordinal);
        Assert.Contains("--serve-artifacts", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dbfs:/models/a")]
    [InlineData("s3://bucket/a")]
    [InlineData("file:///srv/a")]
    [InlineData("mlflow-artifacts://elsewhere:5000/a")]
    public async Task Files_that_the_server_does_not_hand_out_are_told_with_what_to_do(string uri)
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        using MlflowClient client = New(server.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.ListAsync(new RemoteFolder(uri, null, ""), Stop));

        Assert.Contains(uri, e.Message, StringComparison.Ordinal);
        Assert.Equal(0, server.RequestCount);
    }

    [Fact]
    public async Task An_alias_that_points_at_a_deleted_version_is_missing()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.AliasesStay;
        server.Models["m"] = new DoubleModel { Name = "m" };
        server.Models["m"].Aliases["champion"] = 1;
        using MlflowClient client = New(server.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.ResolveAsync(Parsed("models:/m@champion"), Stop));

        Assert.Equal(TrackingError.Missing, e.Error);
        Assert.Contains("points at a version that was deleted", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logged_model_is_found_where_the_server_knows_them_and_told_where_not()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.LoggedModels["m-1"] = new DoubleLoggedModel { Id = "m-1", Experiment = server.Experiments[0] };
        server.Files["0/models/m-1/artifacts/MLmodel"] = [1];
        using MlflowClient client = New(server.Url);
        ModelUri uri = Parsed("models:/m-1");

        Assert.Single(await client.ListAsync((await client.ResolveAsync(uri, Stop)).Folder, Stop));
        server.Defects = MlflowDefects.NoLoggedModels;
        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.ResolveAsync(uri, Stop));

        Assert.Equal(TrackingError.Unsupported, e.Error);
        Assert.Contains("MLflow 3", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_aliases_says_so()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.NoAliases;
        using MlflowClient client = New(server.Url);

        Assert.Equal(TrackingError.Unsupported, (await Assert.ThrowsAsync<TrackingException>(() => client.SetAliasAsync("m", "champion", 1, Stop))).Error);
    }

    [Fact]
    public async Task A_lost_answer_never_makes_anything_twice()
    {
        for (int cut = 1; cut <= 12; cut++)
        {
            await using MlflowDouble server = await MlflowDouble.StartAsync();
            server.FaultOf = (number, _) => number == cut ? MlflowFault.LostAnswer : MlflowFault.None;
            using MlflowClient client = New(server.Url);

            Experiment experiment = await client.OpenExperimentAsync("e", Stop);
            TrackedRun run = await client.OpenRunAsync(new NewRun { ExperimentId = experiment.ExperimentId, StartMs = 1 }, "hamf.run_id", "r", Stop);
            await client.OpenVersionAsync(new NewVersion { Name = "m", Source = "mlflow-artifacts:/a", StorageLocation = "", RunId = run.RunId }, "hamf.version", "m/1", Stop);

            Assert.Equal(2, server.Experiments.Count);
            Assert.Single(server.Runs);
            Assert.Single(server.Models["m"].Versions);
        }
    }

    [Fact]
    public async Task A_listed_name_that_leads_out_is_refused()
    {
        await using WebEndpoint endpoint = await WebEndpoint.StartAsync(http => http.Response.WriteAsJsonAsync(new { files = new[] { new { path = "..", is_dir = true } } }, Stop));
        using MlflowClient client = New(endpoint.Url);

        await Assert.ThrowsAsync<TrackingException>(() => client.ListAsync(new RemoteFolder("mlflow-artifacts:/0", null, ""), Stop));
    }

    private static Task AnswerAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return status == 404 ? http.Response.WriteAsJsonAsync(new { error_code = "RESOURCE_DOES_NOT_EXIST", message = "no" }, Stop) : Task.CompletedTask;
    }

    private static MlflowClient New(Uri server, Func<MlflowOptions, MlflowOptions>? change = null)
    {
        var options = new MlflowOptions { Server = server, RetryDelay = TimeSpan.FromMilliseconds(1) };
        return new MlflowClient(change?.Invoke(options) ?? options);
    }

    private static ModelUri Parsed(string text) => ModelUri.TryParse(text, out ModelUri uri) ? uri : throw new FormatException(text);
}
