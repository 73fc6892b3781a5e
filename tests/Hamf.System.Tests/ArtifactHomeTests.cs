using System.Net;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The program with its artifacts in another place than the home: a folder, a bucket, and places of clients that it may read.</summary>
public sealed class ArtifactHomeTests(TrainedHome trained) : IDisposable
{
    private const string Api = "api/2.0/mlflow/";
    private const string Proxy = "api/2.0/mlflow-artifacts/artifacts/";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Versions_are_written_as_folders_once()
    {
        string home = trained.CopyTo(_folder);
        string layout = _folder.File("layout");

        JsonElement first = (await RunAsync([], home, "models", "export-layout", TrainedHome.Detector, "--out", layout, "--json")).Json;
        Dictionary<string, DateTime> written = Directory.EnumerateFiles(layout, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc);
        JsonElement second = (await RunAsync([], home, "models", "export-layout", TrainedHome.Detector, "--out", layout, "--json")).Json;

        string[] folders = [.. first.GetProperty("folders").EnumerateArray().Select(f => f.GetString()!)];
        Assert.Collection(folders, f => Assert.Matches(@"^artifacts/\d{14}$", f), f => Assert.Matches(@"^production/\d{14}$", f));
        Assert.All(folders, folder => Assert.Superset(
            new HashSet<string> { "model.hamf", "detector.yaml", "report.html", "report.json", "version.txt" },
            Directory.EnumerateFiles(Path.Combine(layout, folder)).Select(f => Path.GetFileName(f)!).ToHashSet()));
        Assert.Equal($"{TrainedHome.Detector}/1\n", File.ReadAllText(Path.Combine(layout, folders[1], "version.txt")));
        Assert.Equal(first.GetRawText(), second.GetRawText());
        Assert.Equal(written, Directory.EnumerateFiles(layout, "*", SearchOption.AllDirectories).ToDictionary(f => f, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task A_folder_of_clients_is_read_where_that_is_permitted_only()
    {
        string home = trained.CopyTo(_folder);
        string place = _folder.File("clients");
        string run;
        using (RunningServer closed = await RunningServer.StartAsync(home))
        {
            run = await RunInAsync(closed, new Uri(place).AbsoluteUri);
            Directory.CreateDirectory(Path.Combine(place, run, "artifacts"));
            File.WriteAllText(Path.Combine(place, run, "artifacts", "note.txt"), "by a client");
            Assert.Equal(HttpStatusCode.Forbidden, (await closed.Client.GetAsync(Address($"get-artifact?run_id={run}&path=note.txt"), TestContext.Current.CancellationToken)).StatusCode);
        }

        using RunningServer open = await RunningServer.StartWithAsync(home, new Dictionary<string, string> { ["HAMF_ARTIFACT_ROOTS"] = place });

        JsonElement list = await open.GetJsonAsync($"{Api}artifacts/list?run_id={run}");
        Assert.Equal("""[{"path":"note.txt","is_dir":false,"file_size":11}]""", list.GetProperty("files").GetRawText());
        Assert.Equal("by a client", await open.Client.GetStringAsync(Address($"get-artifact?run_id={run}&path=note.txt"), TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("needs", "s3")]
    public async Task Trains_serves_and_exports_with_its_artifacts_in_a_bucket()
    {
        using S3Server s3 = S3Server.Start();
        Dictionary<string, string> environment = new()
        {
            ["HAMF_ARTIFACTS"] = $"s3://{S3Server.Bucket}/hamf",
            ["HAMF_ARTIFACT_ROOTS"] = $"s3://{S3Server.Bucket}/clients",
            ["AWS_ENDPOINT_URL"] = s3.Url.ToString(),
            ["AWS_ACCESS_KEY_ID"] = S3Server.Key,
            ["AWS_SECRET_ACCESS_KEY"] = S3Server.Key,
        };
        string home = _folder.File("bucket-home");

        await RunAsync(environment, home, "train", trained.DetectorFolder, "--data", trained.Data);
        await RunAsync(environment, home, "predict", "--model", TrainedHome.Detector, "--data", trained.Data, "--out", _folder.File("scores.csv"));
        using RunningServer server = await RunningServer.StartWithAsync(home, environment);
        using HttpResponseMessage score = await server.PostAsync("predict", FirstPayment());
        string trainedRun = (await server.GetJsonAsync($"{Api}model-versions/get?name={TrainedHome.Detector}&version=1")).GetProperty("model_version").GetProperty("run_id").GetString()!;
        string report = await server.Client.GetStringAsync(Address($"get-artifact?run_id={trainedRun}&path=report.html"), TestContext.Current.CancellationToken);
        using HttpResponseMessage sent = await server.Client.PutAsync(Address(Proxy + "9/r/artifacts/a b.txt"), new ByteArrayContent("whole content"u8.ToArray()), TestContext.Current.CancellationToken);
        string run = await RunInAsync(server, $"s3://{S3Server.Bucket}/clients");
        await RunAsync(environment, home, "models", "export-layout", TrainedHome.Detector, "--out", $"s3://{S3Server.Bucket}/clients/{run}/artifacts");

        Assert.Equal(HttpStatusCode.OK, score.StatusCode);
        Assert.Contains("<html", report, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        using HttpRequestMessage resumed = new(HttpMethod.Get, Address(Proxy + "9/r/artifacts/a%20b.txt")) { Headers = { { "Range", "bytes=6-" } } };
        using HttpResponseMessage rest = await server.Client.SendAsync(resumed, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.PartialContent, "content"), (rest.StatusCode, await rest.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
        string version = (await server.GetJsonAsync($"{Api}artifacts/list?run_id={run}&path=production")).GetProperty("files")[0].GetProperty("path").GetString()!;
        Assert.Equal($"{TrainedHome.Detector}/1\n", await server.Client.GetStringAsync(Address($"get-artifact?run_id={run}&path={version}/version.txt"), TestContext.Current.CancellationToken));
        Assert.Empty(Directory.Exists(Path.Combine(home, "artifacts")) ? Directory.EnumerateFiles(Path.Combine(home, "artifacts"), "*", SearchOption.AllDirectories) : []);
    }

    public void Dispose() => _folder.Dispose();

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private static async Task<string> RunInAsync(RunningServer server, string place)
    {
        string experiment = (await PostAsync(server, "experiments/create", new { name = "elsewhere", artifact_location = place })).GetProperty("experiment_id").GetString()!;
        return (await PostAsync(server, "runs/create", new { experiment_id = experiment })).GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
    }

    private static async Task<JsonElement> PostAsync(RunningServer server, string path, object body)
    {
        using HttpResponseMessage answer = await server.PostAsync(Api + path, JsonSerializer.Serialize(body));
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }

    private string FirstPayment()
    {
        string[] lines = [.. File.ReadLines(trained.LiveData).Take(2)];
        return Payments.ToJson(lines[0], lines[1]);
    }

    private async Task<HamfResult> RunAsync(Dictionary<string, string> environment, string home, params string[] arguments) =>
        (await HamfProcess.RunWithAsync(_folder.Path, environment, [.. arguments, "--home", home])).Ended(0);
}
