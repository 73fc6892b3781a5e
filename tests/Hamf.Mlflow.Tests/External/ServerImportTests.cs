using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Adapters.Mlflow;
using Hamf.Pipeline.Flows.External;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Artifacts;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit.Mlflow;

namespace Hamf.Mlflow.Tests.External;

/// <summary>Everything that a server holds can be copied, once, however often the copying is cut off.</summary>
public sealed partial class ServerImportTests
{
    private const int RunCount = 12;
    private const int LoggedModelCount = 3;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_copied_and_ids_are_kept()
    {
        await using MlflowDouble server = await FilledAsync();
        using var home = new ExternalHome();

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);

        await AssertSameAsync(server, home);
        Assert.Equal((RunCount, 2, 1), (report.Copied["runs"], report.Copied["experiments"], report.Copied["models"]));
        Assert.Equal(LoggedModelCount, report.Copied["logged models"]);
        Assert.Equal("alias fraud@old", Assert.Single(report.LeftOut).What);
        RegisteredModel model = home.Home.Registry.FindModel("fraud")!;
        Assert.Equal([1, 3], home.Home.Registry.SearchVersions(All).Items.Select(v => v.Version).Order());
        Assert.Equal(3, model.Aliases.Single(a => a.Key == "champion").Value);
        Assert.Equal(VersionStage.Production, home.Home.Registry.FindVersion("fraud", 3)!.Stage);
        Assert.Equal(LifecycleStage.Deleted, home.Home.Tracking.FindExperiment("gone")!.Stage);
    }

    [Fact]
    public async Task A_second_import_copies_nothing_more()
    {
        await using MlflowDouble server = await FilledAsync();
        using var home = new ExternalHome();
        await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);

        await AssertSameAsync(server, home);
        Assert.Empty(report.Copied);
        Assert.Equal(LoggedModelCount, report.Known["logged models"]);
    }

    [Fact]
    public async Task An_import_that_is_cut_off_anywhere_goes_on_and_doubles_nothing()
    {
        await using MlflowDouble server = await FilledAsync();
        const int Seed = 20260402;
        var random = new Random(Seed);
        for (int i = 0; i < 50; i++)
        {
            using var home = new ExternalHome();
            MlflowClient client = home.Client(server.Url);
            int cut = server.RequestCount + random.Next(1, 120);
            bool isHalf = random.Next(2) == 0;
            server.FaultOf = (number, _) => number < cut ? MlflowFault.None : number == cut && isHalf ? MlflowFault.HalfFile : MlflowFault.LostRequest;
            try
            {
                await home.Import(client).RunAsync(new ServerImportRequest(), null, Stop);
            }
            catch (TrackingException e)
            {
                Assert.True(e.IsTransient, $"seed {Seed}, round {i}: {e}");
            }

            server.FaultOf = (_, _) => MlflowFault.None;
            await home.Import(client).RunAsync(new ServerImportRequest(), null, Stop);

            await AssertSameAsync(server, home);
        }
    }

    [Fact]
    public async Task Only_what_is_asked_for_is_copied()
    {
        await using MlflowDouble server = await FilledAsync();
        using var home = new ExternalHome();

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest { Models = ["fraud"] }, null, Stop);

        Assert.Equal(2, report.Copied["runs"]);
        Assert.Equal(2, report.Copied["versions"]);
        Assert.Null(home.Home.Tracking.FindExperiment("gone"));
    }

    [Fact]
    public async Task A_dry_run_copies_nothing()
    {
        await using MlflowDouble server = await FilledAsync();
        using var home = new ExternalHome();

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest { IsDryRun = true }, null, Stop);

        Assert.Equal((RunCount, LoggedModelCount), (report.Copied["runs"], report.Copied["logged models"]));
        Assert.Null(home.Home.LoggedModels.Find(ModelId(0)));
        Assert.Null(home.Home.Tracking.FindExperiment("fraud"));
        Assert.Null(home.Home.Registry.FindModel("fraud"));
    }

    [Fact]
    public async Task What_hamf_itself_has_brought_there_does_not_come_back()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        using var home = new ExternalHome();
        MlflowClient client = home.Client(server.Url);
        home.Train(client.Server);
        await home.Mirror(client).DeliverAsync(isHurried: false, Stop);

        ServerImportReport report = await home.Import(client).RunAsync(new ServerImportRequest(), null, Stop);

        Assert.Equal(1, report.Known["runs"]);
        Assert.Equal("model card-fraud", Assert.Single(report.LeftOut).What);
        Assert.Single(home.Home.OwnRuns.List(null, 100));
    }

    private static Pipeline.Registry.Search.SearchQuery All => new() { Max = 100 };

    private static async Task<MlflowDouble> FilledAsync()
    {
        MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.AliasesStay | MlflowDefects.MissingFileIsFailure | MlflowDefects.EndlessHistory;
        DoubleExperiment[] experiments = [server.AddExperiment("fraud"), server.AddExperiment("gone")];
        experiments[1].IsDeleted = true;
        for (int i = 0; i < RunCount; i++)
        {
            Fill(server, experiments[i % 4 == 3 ? 1 : 0], i);
        }

        for (int i = 0; i < LoggedModelCount; i++)
        {
            FillModel(server, i);
        }

        var model = new DoubleModel { Name = "fraud", Newest = 3, Description = "finds it" };
        model.Tags["team"] = "risk";
        foreach (int number in (int[])[1, 3])
        {
            DoubleRun run = server.Runs[Id(number - 1)];
            model.Versions[number] = new DoubleVersion { Number = number, Source = run.ArtifactUri + "/model", RunId = run.Id, Stage = number == 3 ? "Production" : "Archived" };
        }

        (model.Aliases["champion"], model.Aliases["old"]) = (3, 2);
        server.Models["fraud"] = model;
        return server;
    }

    private static string ModelId(int number) => $"m-{Id(number)}";

    private static void FillModel(MlflowDouble server, int number)
    {
        DoubleRun maker = server.Runs[Id(number)];
        var model = new DoubleLoggedModel
        {
            Id = ModelId(number),
            Experiment = maker.Experiment,
            Name = $"booster {number}",
            Status = number == 2 ? "LOGGED_MODEL_UPLOAD_FAILED" : "LOGGED_MODEL_READY",
            Type = "xgboost",
            SourceRunId = maker.Id,
            CreatedMs = 1_700_000_050_000 + number,
        };
        (model.Params["depth"], model.Tags["note"]) = ("7", "ä");
        model.Points.AddRange(maker.Points.Where(p => p.Step < 5).Select(p => (maker.Id, p.Key, p.Value, p.TimestampMs, p.Step)));
        model.Points.Add((maker.Id, "test_auc", 0.75, 5000, 0));
        maker.Points.Add(("test_auc", 0.75, 5000, 0));
        maker.Models.Add((model.Id, 3));
        server.LoggedModels[model.Id] = model;
        server.Files[MlflowDouble.PathOf(model.ArtifactUri) + "/MLmodel"] = [9, (byte)number];
        server.Files[MlflowDouble.PathOf(model.ArtifactUri) + "/data/model.ubj"] = [1, 2, 3, (byte)number];
    }

    private static string Id(int number) => number.ToString("x32", CultureInfo.InvariantCulture);

    private static void Fill(MlflowDouble server, DoubleExperiment experiment, int number)
    {
        var run = new DoubleRun
        {
            Id = Id(number),
            Experiment = experiment,
            Name = $"run {number}",
            User = "ann",
            StartMs = 1_700_000_000_000 + number,
            Status = number % 2 == 0 ? "FINISHED" : "FAILED",
            EndMs = 1_700_000_100_000,
            IsDeleted = number == 4 || experiment.IsDeleted,
        };
        (run.Params["depth"], run.Tags["mlflow.runName"], run.Tags["note"]) = ("7", run.Name, "ü");
        run.Points.AddRange(Enumerable.Range(0, 300).Select(i => ("loss", i == 7 ? double.NaN : 1.0 / (i + 1), 1000L + i, (long)i)));
        run.Datasets.Add(new JsonObject
        {
            ["tags"] = new JsonArray(),
            ["dataset"] = new JsonObject { ["name"] = "payments", ["digest"] = "d" + number, ["source_type"] = "local", ["source"] = "{}" },
        });
        server.Runs[run.Id] = run;
        server.Files[MlflowDouble.PathOf(run.ArtifactUri) + "/model/MLmodel"] = [1, 2, (byte)number];
        var content = new byte[20_000];
        new Random(number).NextBytes(content);
        server.Files[MlflowDouble.PathOf(run.ArtifactUri) + "/model/data/model.bin"] = content;
    }

    private static async Task AssertSameAsync(MlflowDouble server, ExternalHome home)
    {
        foreach (DoubleRun there in server.Runs.Values)
        {
            TrackedRun here = home.Home.Tracking.FindRun(there.Id)!;
            Assert.Equal((there.Name, "ann", there.Status, there.StartMs, there.EndMs), (here.Name, here.UserId, here.Status.ToString().ToUpperInvariant(), here.StartMs, here.EndMs));
            Assert.Equal(there.IsDeleted ? LifecycleStage.Deleted : LifecycleStage.Active, here.Stage);
            Assert.Contains(new("depth", "7"), here.Params);
            Assert.Contains(new("note", "ü"), here.Tags);
            Assert.Equal("d" + int.Parse(there.Id, NumberStyles.HexNumber, CultureInfo.InvariantCulture), Assert.Single(here.DatasetInputs).Digest);
            Assert.Equal(there.Models.Select(m => new ModelLink(m.ModelId, m.Step)), here.ModelOutputs);
            Assert.Equal(there.Points.Where(p => p.Key == "loss").Select(p => (p.Value, p.TimestampMs, p.Step)), home.Home.Tracking.MetricHistory(there.Id, "loss", null, 0).Items.Select(p => (p.Value, p.TimestampMs, p.Step)));
            await AssertSameFilesAsync(server, there.ArtifactUri, here.ArtifactUri, home);
        }

        foreach (DoubleLoggedModel there in server.LoggedModels.Values)
        {
            LoggedModel here = home.Home.LoggedModels.Find(there.Id)!;
            Assert.Equal((there.Name, there.Type, there.SourceRunId, there.CreatedMs), (here.Name, here.ModelType, here.SourceRunId, here.CreatedMs));
            Assert.Equal(there.Status.Replace("LOGGED_MODEL_", string.Empty, StringComparison.Ordinal).Replace("_", string.Empty, StringComparison.Ordinal), here.Status.ToString(), ignoreCase: true);
            Assert.Equal([new("depth", "7")], here.Params);
            Assert.Contains(new("note", "ä"), here.Tags);
            Assert.Equal(
                there.Points.Select(p => (p.RunId, p.Key, p.Value, p.TimestampMs, p.Step)),
                here.Metrics.Select(m => (m.RunId, m.Point.Key, m.Point.Value, m.Point.TimestampMs, m.Point.Step)));
            await AssertSameFilesAsync(server, there.ArtifactUri, here.ArtifactUri, home);
        }
    }

    private static async Task AssertSameFilesAsync(MlflowDouble server, string thereUri, string hereUri, ExternalHome home)
    {
        (IArtifactSpace space, string root) = home.Home.Spaces.Resolve(hereUri)!.Value;
        string prefix = MlflowDouble.PathOf(thereUri) + "/";
        foreach ((string path, byte[] content) in server.Files.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)))
        {
            await using Stream stream = await space.OpenAsync($"{root}/{path[prefix.Length..]}", 0, Stop);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Stop);
            Assert.Equal(content, copy.ToArray());
        }
    }
}
