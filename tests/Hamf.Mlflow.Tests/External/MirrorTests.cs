using Hamf.Adapters.Mlflow;
using Hamf.Pipeline.Flows.External;
using Hamf.Pipeline.Registry;
using Hamf.TestKit.Mlflow;

namespace Hamf.Mlflow.Tests.External;

/// <summary>What Hamf records reaches an external server once, whatever happens on the way.</summary>
public sealed class MirrorTests : IDisposable
{
    private readonly ExternalHome _home = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task A_training_arrives_with_run_files_version_and_alias()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        MlflowClient client = _home.Client(server.Url);
        ModelVersion version = _home.Train(client.Server);

        MirrorOutcome outcome = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        Assert.Equal((3, 0, null), (outcome.Delivered, outcome.Waiting, outcome.Problem));
        DoubleRun run = AssertOneRunPer(server, [version]).Single();
        Assert.Equal(("card-fraud", "train on a.csv", "FINISHED"), (run.Experiment.Name, run.Name, run.Status));
        Assert.Equal("100", run.Params["trees"]);
        Assert.Equal("a.csv", run.Tags["data_file"]);
        Assert.Equal([0.9, double.NaN], run.Points.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value));
        DoubleModel model = server.Models["card-fraud"];
        Assert.Equal(run.ArtifactUri + "/model", model.Versions[1].Source);
        Assert.Equal(1, model.Aliases["champion"]);
    }

    [Fact]
    public async Task An_evaluation_arrives_as_a_run_that_names_the_version_it_judged()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        MlflowClient client = _home.Client(server.Url);
        _home.Train(client.Server);
        ModelVersion version = _home.Train(client.Server);
        string runId = _home.Evaluate(client.Server, version);

        MirrorOutcome outcome = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);
        MirrorOutcome again = await _home.Mirror(client).DeliverAsync(isHurried: true, Stop);

        Assert.Equal((0, null, 0), (outcome.Waiting, outcome.Problem, again.Delivered));
        DoubleRun run = Assert.Single(server.Runs.Values, r => r.Tags["hamf.run_id"] == runId);
        Assert.Equal(("card-fraud", "evaluate on june.csv", "FINISHED"), (run.Experiment.Name, run.Name, run.Status));
        Assert.Equal("card-fraud", run.Params["model"]);
        Assert.Equal(("evaluation", "card-fraud/2", version.RunId), (run.Tags["kind"], run.Tags["evaluated_version"], run.Tags["evaluated_run_id"]));
        Assert.Equal(("7", "2", "windows were cold"), (run.Tags["unlabelled_rows"], run.Tags["rejected_rows"], run.Tags["warnings"]));
        Assert.Equal((0.5, 0.75), (PointOf(run, "precision"), PointOf(run, "roc_auc")));
        DoubleVersion judged = Assert.Single(server.Models["card-fraud"].Versions.Values, v => v.Tags["hamf.version"] == run.Tags["evaluated_version"]);
        Assert.Equal(server.Runs[judged.RunId].Tags["hamf.run_id"], run.Tags["evaluated_run_id"]);
    }

    [Fact]
    public async Task An_evaluation_waits_for_a_server_that_is_down_and_arrives_once()
    {
        int port;
        await using (MlflowDouble gone = await MlflowDouble.StartAsync())
        {
            port = gone.Url.Port;
        }

        MlflowClient client = _home.Client(new Uri($"http://127.0.0.1:{port}"));
        string runId = _home.Evaluate(client.Server, _home.Train(client.Server));
        await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        await using MlflowDouble server = await MlflowDouble.StartAsync(port);
        var random = new Random(20260403);
        server.FaultOf = (_, _) => random.Next(15) == 0 ? MlflowFault.LostAnswer : MlflowFault.None;
        for (int i = 0; i < 300 && _home.Home.Deliveries.Waiting(client.Server, null).Count > 0; i++)
        {
            await _home.Mirror(client).DeliverAsync(isHurried: true, Stop);
        }

        Assert.Empty(_home.Home.Deliveries.Waiting(client.Server, null));
        DoubleRun run = Assert.Single(server.Runs.Values, r => !r.IsDeleted && r.Tags["hamf.run_id"] == runId);
        Assert.Equal(_home.Home.OwnRuns.Find(runId)!.Metrics.OrderBy(m => m.Key), run.Points.Select(p => KeyValuePair.Create(p.Key, p.Value)).OrderBy(m => m.Key));
    }

    [Fact]
    public async Task A_server_that_was_down_gets_everything_once_when_it_is_up()
    {
        int port;
        await using (MlflowDouble gone = await MlflowDouble.StartAsync())
        {
            port = gone.Url.Port;
        }

        MlflowClient client = _home.Client(new Uri($"http://127.0.0.1:{port}"));
        ModelVersion version = _home.Train(client.Server);
        MirrorOutcome down = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);
        MirrorOutcome pausing = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        await using MlflowDouble server = await MlflowDouble.StartAsync(port);
        MirrorOutcome up = await _home.Mirror(client).DeliverAsync(isHurried: true, Stop);
        MirrorOutcome again = await _home.Mirror(client).DeliverAsync(isHurried: true, Stop);

        Assert.Equal((0, 1), (down.Delivered, down.Waiting));
        Assert.Contains("could not be reached", down.Problem, StringComparison.Ordinal);
        Assert.Equal((0, null), (pausing.Delivered, pausing.Problem));
        Assert.Equal((3, 0), (up.Delivered, up.Waiting));
        Assert.Equal((0, 0), (again.Delivered, again.Waiting));
        AssertOneRunPer(server, [version]);
    }

    [Fact]
    public async Task A_delivery_that_is_cut_off_anywhere_is_completed_and_never_doubled()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.NanOnlyOnce;
        MlflowClient client = _home.Client(server.Url);
        var versions = new List<ModelVersion>();
        const int Seed = 20260401;
        var random = new Random(Seed);
        for (int i = 0; i < 50; i++)
        {
            versions.Add(_home.Train(client.Server));
            int cut = server.RequestCount + random.Next(1, 28);
            MlflowFault fault = random.Next(2) == 0 ? MlflowFault.LostRequest : MlflowFault.LostAnswer;
            server.FaultOf = (number, _) => number < cut ? MlflowFault.None : number == cut ? fault : MlflowFault.LostRequest;
            await _home.Mirror(client).DeliverAsync(isHurried: true, Stop);

            server.FaultOf = (_, _) => MlflowFault.None;
            MirrorOutcome outcome = await _home.Mirror(client).DeliverAsync(isHurried: true, Stop);

            Assert.True(outcome is { Waiting: 0, Problem: null }, $"seed {Seed}, round {i}: {outcome}");
        }

        AssertOneRunPer(server, versions);
        Assert.Equal(50, server.Models["card-fraud"].Versions.Count);
    }

    [Fact]
    public async Task Two_processes_deliver_a_run_once()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        MlflowClient client = _home.Client(server.Url);
        ModelVersion[] versions = [.. Enumerable.Range(0, 5).Select(_ => _home.Train(client.Server))];

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _home.Mirror(client).DeliverAsync(isHurried: true, Stop)));
        await _home.Mirror(client).DeliverAsync(isHurried: true, Stop);

        AssertOneRunPer(server, versions);
        Assert.Equal(5, server.Models["card-fraud"].Versions.Count);
    }

    [Fact]
    public async Task An_alias_that_moves_here_moves_there()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        MlflowClient client = _home.Client(server.Url);
        _home.Train(client.Server);
        _home.Train(client.Server);
        await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        _home.Home.Models.SetAlias("card-fraud", "champion", 2, "ann", "better");
        await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        Assert.Equal(2, server.Models["card-fraud"].Aliases["champion"]);
    }

    [Fact]
    public async Task A_server_without_aliases_gets_stages()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.NoAliases;
        MlflowClient client = _home.Client(server.Url);
        _home.Train(client.Server);

        MirrorOutcome outcome = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        Assert.Null(outcome.Problem);
        Assert.Equal("Production", server.Models["card-fraud"].Versions[1].Stage);
    }

    [Fact]
    public async Task Files_that_the_server_cannot_take_do_not_keep_back_the_rest()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.NoProxy;
        MlflowClient client = _home.Client(server.Url);
        _home.Train(client.Server);

        MirrorOutcome outcome = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        Assert.Equal((3, null), (outcome.Delivered, outcome.Problem));
        Assert.StartsWith("kept in Hamf only", Assert.Single(server.Runs.Values).Tags["hamf.files"], StringComparison.Ordinal);
        Assert.Empty(server.Files);
    }

    [Fact]
    public async Task Nothing_is_brought_to_a_server_that_is_this_home()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        MlflowClient client = _home.Client(server.Url);
        ModelVersion version = _home.Train(client.Server);
        server.Runs[version.RunId] = new DoubleRun { Id = version.RunId, Experiment = server.Experiments[0] };

        MirrorOutcome first = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);
        MirrorOutcome second = await _home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        Assert.Equal((0, null, 0), (first.Waiting, first.Problem, second.Delivered));
        Assert.Single(server.Runs);
        Assert.Empty(server.Models);
    }

    private static double PointOf(DoubleRun run, string key) => Assert.Single(run.Points, p => p.Key == key).Value;

    private static DoubleRun[] AssertOneRunPer(MlflowDouble server, IReadOnlyList<ModelVersion> versions)
    {
        DoubleRun[] active = [.. server.Runs.Values.Where(run => !run.IsDeleted)];
        Assert.Equal(versions.Select(v => v.RunId).Order(StringComparer.Ordinal), active.Select(r => r.Tags["hamf.run_id"]).Order(StringComparer.Ordinal));
        foreach (DoubleRun run in active)
        {
            string own = run.Tags["hamf.run_id"], root = MlflowDouble.PathOf(run.ArtifactUri);
            Assert.Equal(2, run.Points.Count);
            foreach (string path in (string[])["report.html", "model/MLmodel", "model/data/model.bin"])
            {
                Assert.Equal(ExternalHome.Content(own, path), server.Files[$"{root}/{path}"]);
            }
        }

        return active;
    }
}
