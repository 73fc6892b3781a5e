using Hamf.Adapters.Mlflow;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit.Mlflow;

namespace Hamf.Adapters.Tests.Mlflow;

/// <summary>What the client makes of the limits and defects of MLflow servers, played by the double.</summary>
public sealed class MlflowDefectTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_missing_file_that_is_answered_by_500_is_not_asked_for_again()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.MissingFileIsFailure;
        using MlflowClient client = MlflowClients.New(server.Url);

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
        using MlflowClient client = MlflowClients.New(server.Url);

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
        using MlflowClient client = MlflowClients.New(server.Url);
        Experiment experiment = await client.OpenExperimentAsync("bucket", Stop);
        TrackedRun run = await client.OpenRunAsync(new NewRun { ExperimentId = experiment.ExperimentId, StartMs = 1 }, "hamf.run_id", "r", Stop);
        server.Files[$"{experiment.ExperimentId}/{run.RunId}/artifacts/model/sub/a.txt"] = "hello"u8.ToArray();

        RemoteFolder folder = (await client.ResolveAsync(MlflowClients.Parsed($"runs:/{run.RunId}/model"), Stop)).Folder;
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
        using MlflowClient client = MlflowClients.New(server.Url);

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
        using MlflowClient client = MlflowClients.New(server.Url);

        TrackingException e = await Assert.ThrowsAsync<TrackingException>(() => client.ResolveAsync(MlflowClients.Parsed("models:/m@champion"), Stop));

        Assert.Equal(TrackingError.Missing, e.Error);
        Assert.Contains("points at a version that was deleted", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_logged_model_is_found_where_the_server_knows_them_and_told_where_not()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.LoggedModels["m-1"] = new DoubleLoggedModel { Id = "m-1", Experiment = server.Experiments[0] };
        server.Files["0/models/m-1/artifacts/MLmodel"] = [1];
        using MlflowClient client = MlflowClients.New(server.Url);
        ModelUri uri = MlflowClients.Parsed("models:/m-1");

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
        using MlflowClient client = MlflowClients.New(server.Url);

        Assert.Equal(TrackingError.Unsupported, (await Assert.ThrowsAsync<TrackingException>(() => client.SetAliasAsync("m", "champion", 1, Stop))).Error);
    }

    [Fact]
    public async Task A_lost_answer_never_makes_anything_twice()
    {
        for (int cut = 1; cut <= 12; cut++)
        {
            await using MlflowDouble server = await MlflowDouble.StartAsync();
            server.FaultOf = (number, _) => number == cut ? MlflowFault.LostAnswer : MlflowFault.None;
            using MlflowClient client = MlflowClients.New(server.Url);

            Experiment experiment = await client.OpenExperimentAsync("e", Stop);
            TrackedRun run = await client.OpenRunAsync(new NewRun { ExperimentId = experiment.ExperimentId, StartMs = 1 }, "hamf.run_id", "r", Stop);
            await client.OpenVersionAsync(new NewVersion { Name = "m", Source = "mlflow-artifacts:/a", StorageLocation = "", RunId = run.RunId }, "hamf.version", "m/1", Stop);

            Assert.Equal(2, server.Experiments.Count);
            Assert.Single(server.Runs);
            Assert.Single(server.Models["m"].Versions);
        }
    }
}
