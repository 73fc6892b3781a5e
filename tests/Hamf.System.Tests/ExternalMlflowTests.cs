using System.Globalization;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The program beside an MLflow server, which is another Hamf: runs go there and models come from there.</summary>
public sealed class ExternalMlflowTests(TrainedHome trained) : IDisposable
{
    private readonly TempFolder _folder = new();

    private string Home => _folder.File("own");

    [Fact]
    public async Task What_is_recorded_while_the_server_is_down_arrives_once_it_is_up()
    {
        string remote = _folder.File("remote");
        Uri url = await AddressAsync(remote);

        HamfResult training = await RunAsync(0, url, "train", trained.DetectorFolder, "--data", trained.Data, "--json");
        HamfResult evaluation = await RunAsync(0, url, "evaluate", trained.DetectorFolder, "--data", trained.LiveData, "--history", trained.Data, "--json");
        JsonElement down = (await RunAsync(1, url, "models", "sync", "--json")).Json;
        using RunningServer server = await RunningServer.StartEmptyAsync(remote, url.Port);
        JsonElement up = (await RunAsync(0, url, "models", "sync", "--json")).Json;
        JsonElement again = (await RunAsync(0, url, "models", "sync", "--json")).Json;

        Assert.Contains("could not be reached", training.Errors, StringComparison.Ordinal);
        Assert.Equal((0, 2), Counts(down));
        Assert.Equal((4, 0), Counts(up));
        Assert.Equal((0, 0), Counts(again));
        JsonElement[] runs = await server.RunsAsync(TrainedHome.Detector);
        Assert.Equal(["training", "evaluation"], runs.Select(run => run.Pairs("tags")["kind"]));
        Assert.Equal(new[] { training, evaluation }.Select(result => result.Json.GetProperty("run_id").GetString()), runs.Select(run => run.Pairs("tags")["hamf.run_id"]));
        Assert.Equal(evaluation.Json.GetProperty("roc_auc").GetDouble(), double.Parse(runs[1].Pairs("metrics")["roc_auc"], CultureInfo.InvariantCulture));
        Assert.Equal(runs[0].Pairs("tags")["hamf.run_id"], runs[1].Pairs("tags")["evaluated_run_id"]);
        JsonElement champion = (await server.AskAsync($"registered-models/alias?name={TrainedHome.Detector}&alias=champion")).GetProperty("model_version");
        Assert.Equal(runs[0].Id(), champion.GetProperty("run_id").GetString());
        Assert.Contains("flavors", await server.Client.GetStringAsync(
            new Uri($"get-artifact?run_id={runs[0].Id()}&path=model/MLmodel", UriKind.Relative), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_is_copied_once()
    {
        using RunningServer server = await RunningServer.StartAsync(trained.CopyTo(_folder));
        string logged = await LogModelAsync(server);

        JsonElement first = (await ImportAllAsync(server)).Json;
        JsonElement second = (await ImportAllAsync(server)).Json;

        Assert.Equal((1, 1, 1, 1), (Count(first, "runs"), Count(first, "models"), Count(first, "versions"), Count(first, "logged_models")));
        Assert.Equal("{}", second.GetProperty("copied").GetRawText());
        Assert.Equal(0, second.GetProperty("left_out_count").GetInt64());
        HamfResult scores = await RunAsync(0, null, "predict", "--model", TrainedHome.Detector, "--data", trained.LiveData, "--out", "copied.csv");
        Assert.Equal(await ScoresAsync(_folder.File("home"), TrainedHome.Detector), File.ReadAllText(_folder.File("copied.csv")));
        using RunningServer copy = await RunningServer.StartAsync(Home);
        JsonElement copied = (await copy.AskAsync($"logged-models/{logged}")).GetProperty("model");
        Assert.Equal("LOGGED_MODEL_READY", copied.GetProperty("info").GetProperty("status").GetString());
        Assert.Equal([0.25, 0.5], copied.GetProperty("data").GetProperty("metrics").EnumerateArray().Select(point => point.GetProperty("value").GetDouble()));
        Assert.Equal(logged, Assert.Single(await copy.RunsAsync(TrainedHome.Detector)).GetProperty("outputs").GetProperty("model_outputs")[0].GetProperty("model_id").GetString());
    }

    [Fact]
    public async Task A_copy_that_is_killed_goes_on_and_doubles_nothing()
    {
        const int Runs = 250;
        using RunningServer server = await RunningServer.StartEmptyAsync(_folder.File("remote"));
        await FillAsync(server, Runs);

        foreach (int reached in (int[])[100, 200])
        {
            using HamfProcess import = HamfProcess.Start(_folder.Path, "models", "import-mlflow", server.Url.ToString(), "--home", Home);
            await import.SaysAsync(new($"experiment many: {reached} runs"));
            import.Kill();
        }

        JsonElement rest = (await ImportAllAsync(server)).Json;
        JsonElement second = (await ImportAllAsync(server)).Json;

        Assert.True(rest.GetProperty("known").GetProperty("runs").GetInt32() >= 150, rest.GetRawText());
        Assert.Equal(Runs, Count(rest, "runs") + rest.GetProperty("known").GetProperty("runs").GetInt32());
        Assert.Equal("{}", second.GetProperty("copied").GetRawText());
        using RunningServer copy = await RunningServer.StartEmptyAsync(Home);
        Assert.Equal((await server.RunsAsync("many")).Select(Shown), (await copy.RunsAsync("many")).Select(Shown));
        foreach (JsonElement run in (await copy.RunsAsync("many")).Where((_, i) => i % 25 == 0))
        {
            var file = new Uri($"get-artifact?run_id={run.Id()}&path=notes/a.txt", UriKind.Relative);
            Assert.Equal(
                await server.Client.GetStringAsync(file, TestContext.Current.CancellationToken), await copy.Client.GetStringAsync(file, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task A_model_comes_back_by_alias_and_by_number_and_scores_as_it_did()
    {
        string there = trained.CopyTo(_folder);
        foreach (string algorithm in (string[])["logistic", "gbdt"])
        {
            (await HamfProcess.RunAsync(_folder.Path, "train", trained.DetectorFolder, "--data", trained.Data, "--algorithm", algorithm, "--home", there)).Ended(0);
        }

        using RunningServer server = await RunningServer.StartAsync(there);
        (await HamfProcess.RunAsync(_folder.Path, "promote", $"{TrainedHome.Detector}/2", "--home", there)).Ended(0);

        foreach ((string uri, int version) in ((string, int)[])[($"models:/{TrainedHome.Detector}@champion", 2), ($"models:/{TrainedHome.Detector}/3", 3)])
        {
            JsonElement imported = (await RunAsync(0, server.Url, "import", uri, "--json")).Json;
            string model = $"{TrainedHome.Detector}/{imported.GetProperty("version").GetInt32()}";
            await RunAsync(0, null, "predict", "--model", model, "--data", trained.LiveData, "--out", "here.csv");

            Assert.StartsWith("detector: its own", imported.GetProperty("notes").EnumerateArray().Last().GetString(), StringComparison.Ordinal);
            Assert.Equal(await ScoresAsync(there, $"{TrainedHome.Detector}/{version}"), File.ReadAllText(_folder.File("here.csv")));
            Assert.Equal(await ThresholdAsync(server, version), imported.GetProperty("threshold").GetDouble());
        }

        Assert.Equal(3, (await server.RunsAsync(TrainedHome.Detector)).Length);
    }

    [Fact]
    public async Task The_signature_names_the_inputs_of_a_model_without_names()
    {
        using RunningServer server = await RunningServer.StartEmptyAsync(_folder.File("there"));
        byte[] model = File.ReadAllBytes(Path.Combine(RealPart.RepositoryRoot, "tests", "Hamf.Models.Tests", "Fixtures", "Import", "xgboost", "binary.json"));
        string run = (await server.CallAsync("runs/create", new { experiment_id = "0" })).GetProperty("run").Id();
        await UploadAsync(server, $"0/{run}/artifacts/model/model.json", model);
        await UploadAsync(server, $"0/{run}/artifacts/model/MLmodel", """
            flavors:
              xgboost: {data: model.json, model_class: xgboost.core.Booster}
            signature:
              inputs: '[{"type": "double", "name": "amount"}, {"type": "double", "name": "count"}, {"type": "double", "name": "x"}, {"type": "double", "name": "wide"}, {"type": "double", "name": "flag"}]'
            """u8.ToArray());

        HamfResult imported = await RunAsync(0, server.Url, "import", $"runs:/{run}/model", "--name", "named", "--json");
        _folder.Write("rows.csv", "flag,wide,x,count,amount\n1,100,0.1,3,0.5\n");
        await RunAsync(0, null, "predict", "--model", "named", "--data", "rows.csv", "--out", "scores.csv");

        Assert.DoesNotContain("x0", Warnings(imported), StringComparison.Ordinal);
        Assert.Contains("0.9503703", File.ReadAllText(_folder.File("scores.csv")), StringComparison.Ordinal);
        Assert.DoesNotContain("delivered", imported.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detector_that_came_along_is_not_trusted()
    {
        string there = trained.CopyTo(_folder);
        using RunningServer server = await RunningServer.StartAsync(there);
        string run = Assert.Single(await server.RunsAsync(TrainedHome.Detector)).Id();
        string yaml = await server.Client.GetStringAsync(new Uri($"get-artifact?run_id={run}&path=model/detector.yaml", UriKind.Relative), TestContext.Current.CancellationToken);
        string uri = $"models:/{TrainedHome.Detector}/1";

        await ReplaceDetectorAsync(server, run, yaml + "\nstream:\n  poll_url: http://127.0.0.1:1/secrets\nalerts:\n  mail: [stranger@example.com]\n");
        HamfResult reaching = await RunAsync(0, server.Url, "import", uri, "--json");
        await RunAsync(0, null, "predict", "--model", $"{TrainedHome.Detector}/1", "--data", trained.LiveData, "--out", "here.csv");
        await ReplaceDetectorAsync(server, run, yaml + "\nlibrary: /etc/passwd\n");
        HamfResult broken = await RunAsync(0, server.Url, "import", uri, "--json");

        Assert.Contains("stream.poll_url, alerts.mail, which was taken out", Warnings(reaching), StringComparison.Ordinal);
        Assert.Equal(await ScoresAsync(there, TrainedHome.Detector), File.ReadAllText(_folder.File("here.csv")));
        Assert.Contains("its own detector is not used", Warnings(broken), StringComparison.Ordinal);
        Assert.Contains("unknown key 'library'", Warnings(broken), StringComparison.Ordinal);
        Assert.Equal(2, broken.Json.GetProperty("version").GetInt32());
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>The address of a server that has run there and is down now.</summary>
    private static async Task<Uri> AddressAsync(string home)
    {
        using RunningServer server = await RunningServer.StartEmptyAsync(home);
        (await server.StopAsync()).Ended(0);
        return server.Url;
    }

    private static (int Delivered, int Waiting) Counts(JsonElement sync) => (sync.GetProperty("delivered").GetInt32(), sync.GetProperty("waiting").GetInt32());

    private static string Warnings(HamfResult result) => string.Join("\n", result.Json.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()));

    private static async Task ReplaceDetectorAsync(RunningServer server, string run, string yaml) => await UploadAsync(
        server, $"{await server.ExperimentAsync(TrainedHome.Detector)}/{run}/artifacts/model/detector.yaml", global::System.Text.Encoding.UTF8.GetBytes(yaml));

    private static async Task UploadAsync(RunningServer server, string path, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using HttpResponseMessage sent = await server.Client.PutAsync(
            new Uri("api/2.0/mlflow-artifacts/artifacts/" + path, UriKind.Relative), content, TestContext.Current.CancellationToken);
        sent.EnsureSuccessStatusCode();
    }

    private static int Count(JsonElement report, string what) => report.GetProperty("copied").TryGetProperty(what, out JsonElement count) ? count.GetInt32() : 0;

    // Everything that is to be the same there and here; a copy has two tags of its own.
    private static string Shown(JsonElement run) => string.Join(
        "\n",
        run.Id(),
        run.GetProperty("info").GetProperty("status"),
        run.GetProperty("info").GetProperty("end_time"),
        string.Join(",", run.Pairs("metrics").OrderBy(p => p.Key, StringComparer.Ordinal)),
        string.Join(",", run.Pairs("params").OrderBy(p => p.Key, StringComparer.Ordinal)),
        string.Join(",", run.Pairs("tags").Where(t => !t.Key.StartsWith("hamf.import", StringComparison.Ordinal)).OrderBy(p => p.Key, StringComparer.Ordinal)));

    private static async Task FillAsync(RunningServer server, int count)
    {
        string experiment = (await server.CallAsync("experiments/create", new { name = "many" })).GetProperty("experiment_id").GetString()!;
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = TestContext.Current.CancellationToken }, async (i, token) =>
        {
            string run = (await server.CallAsync("runs/create", new { experiment_id = experiment, run_name = $"run {i}", start_time = 1_700_000_000_000 + i })).GetProperty("run").Id();
            object[] points = [.. Enumerable.Range(0, 20).Select(step => new { key = "loss", value = 1.0 / (step + i + 1), timestamp = 1000 + step, step })];
            await server.CallAsync("runs/log-batch", new { run_id = run, metrics = points, @params = new[] { new { key = "depth", value = $"{i % 7}" } } });
            using var content = new ByteArrayContent([.. Enumerable.Repeat((byte)('a' + (i % 26)), 2000)]);
            using HttpResponseMessage sent = await server.Client.PutAsync(
                new Uri($"api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/notes/a.txt", UriKind.Relative), content, token);
            sent.EnsureSuccessStatusCode();
            await server.CallAsync("runs/update", new { run_id = run, status = "FINISHED", end_time = 1_700_000_100_000 + i });
        });
    }

    /// <summary>Logs a model of the only run, as MLflow's client does, and returns its id.</summary>
    private static async Task<string> LogModelAsync(RunningServer server)
    {
        string experiment = await server.ExperimentAsync(TrainedHome.Detector);
        string run = Assert.Single(await server.RunsAsync(TrainedHome.Detector)).Id();
        string model = (await server.CallAsync("logged-models", new { experiment_id = experiment, name = "booster", source_run_id = run }))
            .GetProperty("model").GetProperty("info").GetProperty("model_id").GetString()!;
        using var content = new ByteArrayContent("flavors: {}"u8.ToArray());
        using HttpResponseMessage sent = await server.Client.PutAsync(
            new Uri($"api/2.0/mlflow-artifacts/artifacts/{experiment}/models/{model}/artifacts/MLmodel", UriKind.Relative), content, TestContext.Current.CancellationToken);
        sent.EnsureSuccessStatusCode();
        object[] points = [.. new[] { 0.25, 0.5 }.Select((value, i) => new { key = "loss", value, timestamp = 1000 + i, step = i, model_id = model })];
        await server.CallAsync("runs/log-batch", new { run_id = run, metrics = points });
        await server.CallAsync("runs/outputs", new { run_id = run, models = new[] { new { model_id = model, step = 1 } } });
        using var ready = new HttpRequestMessage(HttpMethod.Patch, new Uri($"api/2.0/mlflow/logged-models/{model}", UriKind.Relative))
        {
            Content = new StringContent("""{"status": "LOGGED_MODEL_READY"}""", global::System.Text.Encoding.UTF8, "application/json"),
        };
        using HttpResponseMessage finalized = await server.Client.SendAsync(ready, TestContext.Current.CancellationToken);
        finalized.EnsureSuccessStatusCode();
        return model;
    }

    private static async Task<double> ThresholdAsync(RunningServer server, int version)
    {
        string maker = (await server.AskAsync($"model-versions/get?name={TrainedHome.Detector}&version={version}")).GetProperty("model_version").GetProperty("run_id").GetString()!;
        JsonElement run = (await server.AskAsync($"runs/get?run_id={maker}")).GetProperty("run");
        return double.Parse(run.Pairs("metrics")["threshold"], CultureInfo.InvariantCulture);
    }

    private async Task<string> ScoresAsync(string home, string model)
    {
        string file = _folder.File("there.csv");
        (await HamfProcess.RunAsync(_folder.Path, "predict", "--model", model, "--data", trained.LiveData, "--out", file, "--home", home)).Ended(0);
        return File.ReadAllText(file);
    }

    private Task<HamfResult> ImportAllAsync(RunningServer server) => RunAsync(0, null, "models", "import-mlflow", server.Url.ToString(), "--json");

    private async Task<HamfResult> RunAsync(int exitCode, Uri? server, params string[] arguments)
    {
        Dictionary<string, string> environment = server is null ? [] : new() { ["MLFLOW_TRACKING_URI"] = server.ToString() };
        return (await HamfProcess.RunWithAsync(_folder.Path, environment, [.. arguments, "--home", Home])).Ended(exitCode);
    }
}
