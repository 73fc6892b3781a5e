using Hamf.Pipeline.Flows.External;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit.Mlflow;

namespace Hamf.Mlflow.Tests.External;

/// <content>Logged models of MLflow 3.</content>
public sealed partial class ServerImportTests
{
    [Fact]
    public async Task A_version_brings_the_logged_model_that_it_was_registered_from()
    {
        await using MlflowDouble server = await FilledAsync();
        var model = new DoubleModel { Name = "logged", Newest = 1 };
        model.Versions[1] = new DoubleVersion { Number = 1, Source = $"models:/{ModelId(1)}", RunId = Id(1) };
        server.Models["logged"] = model;
        using var home = new ExternalHome();

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest { Models = ["logged"] }, null, Stop);

        LoggedModel copied = home.Home.LoggedModels.Find(ModelId(1))!;
        RegisteredVersion version = home.Home.Registry.FindVersion("logged", 1)!;
        Assert.Equal((1, 1), (report.Copied["logged models"], report.Copied["runs"]));
        Assert.Equal((copied.ModelId, copied.ArtifactUri), (version.ModelId, version.StorageLocation));
        Assert.Null(home.Home.LoggedModels.Find(ModelId(0)));
        Assert.Empty(report.LeftOut);
    }

    [Fact]
    public async Task A_version_of_a_logged_model_whose_files_are_not_handed_out_points_where_they_are()
    {
        await using MlflowDouble server = await MlflowDouble.StartAsync();
        server.Defects = MlflowDefects.NoProxy;
        DoubleExperiment bucket = server.AddExperiment("bucket");
        server.LoggedModels[ModelId(1)] = new DoubleLoggedModel { Id = ModelId(1), Experiment = bucket, Name = "far" };
        var model = new DoubleModel { Name = "far", Newest = 1 };
        model.Versions[1] = new DoubleVersion { Number = 1, Source = $"models:/{ModelId(1)}" };
        server.Models["far"] = model;
        using var home = new ExternalHome();

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);

        Assert.Equal(server.LoggedModels[ModelId(1)].ArtifactUri, home.Home.Registry.FindVersion("far", 1)!.StorageLocation);
        Assert.Equal([$"files of logged model {ModelId(1)}", "files of version far/1"], report.LeftOut.Select(gap => gap.What));
    }

    [Fact]
    public async Task A_logged_model_that_is_being_uploaded_is_completed_by_the_next_import()
    {
        await using MlflowDouble server = await FilledAsync();
        server.LoggedModels[ModelId(0)].Status = "LOGGED_MODEL_PENDING";
        using var home = new ExternalHome();
        await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);
        LoggedModelStatus early = home.Home.LoggedModels.Find(ModelId(0))!.Status;

        server.LoggedModels[ModelId(0)].Status = "LOGGED_MODEL_READY";
        server.Files[MlflowDouble.PathOf(server.LoggedModels[ModelId(0)].ArtifactUri) + "/late.bin"] = [7];
        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);

        Assert.Equal((LoggedModelStatus.Pending, LoggedModelStatus.Ready), (early, home.Home.LoggedModels.Find(ModelId(0))!.Status));
        Assert.Equal((1, 1), (report.Copied["logged models"], report.Copied["files"]));
        await AssertSameAsync(server, home);
    }

    [Fact]
    public async Task A_logged_model_that_was_deleted_here_stays_so_and_is_told()
    {
        await using MlflowDouble server = await FilledAsync();
        using var home = new ExternalHome();
        await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);
        home.Home.LoggedModels.Delete(ModelId(1));

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);

        Assert.Empty(report.Copied);
        Assert.Contains(report.LeftOut, gap => gap.What == $"logged model {ModelId(1)}");
    }

    [Fact]
    public async Task A_server_without_logged_models_is_copied_too()
    {
        await using MlflowDouble server = await FilledAsync();
        server.Defects |= MlflowDefects.NoLoggedModels;
        using var home = new ExternalHome();

        ServerImportReport report = await home.Import(home.Client(server.Url)).RunAsync(new ServerImportRequest(), null, Stop);

        Assert.Equal(RunCount, report.Copied["runs"]);
        Assert.False(report.Copied.ContainsKey("logged models"));
    }
}
