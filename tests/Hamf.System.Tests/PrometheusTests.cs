using System.Globalization;
using System.Text.Json;
using System.Net;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>A Prometheus that scrapes a running server: what its charts and alerts are made of.</summary>
[Trait("needs", "prometheus")]
public sealed class PrometheusTests(TrainedHome trained) : IDisposable
{
    private const string Phishing = "PhishingDetectionModel";

    // What a script of a source system logs with its runs, accuracy in percent.
    private static readonly Dictionary<string, double>[] PhishingMetrics =
    [
        new() { ["accuracy"] = 99.83, ["f1_score"] = 0.998, ["precision"] = 0.999, ["recall"] = 0.997, ["roc_auc"] = 0.9995 },
        new() { ["accuracy"] = 97.5, ["f1_score"] = 0.94, ["precision"] = 0.96, ["recall"] = 0.921, ["roc_auc"] = 0.981 },
    ];

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Charts_show_the_quality_of_the_version_behind_an_alias_and_follow_it()
    {
        string home = trained.CopyTo(_folder);
        await RunAsync("train", trained.DetectorFolder, "--data", trained.Data, "--algorithm", "logistic", "--home", home);
        using RunningServer server = await RunningServer.StartAsync(home);
        await RegisterPhishingAsync(server);
        using PrometheusServer prometheus = await PrometheusServer.StartAsync(new ScrapeTarget("hamf", server.Url));

        await ChampionIsAsync(prometheus, TrainedHome.Detector, 1, await RecordedAsync(server, 1));
        await ChampionIsAsync(prometheus, Phishing, 1, PhishingMetrics[0]);
        Assert.Equal(("up", ""), await prometheus.TargetAsync("hamf"));
        Assert.Equal(1, Assert.Single(await prometheus.QueryAsync("""up{job="hamf"}""")).Value);

        await RunAsync("promote", $"{TrainedHome.Detector}/2", "--home", home);
        await SetChampionAsync(server, Phishing, 2);

        await ChampionIsAsync(prometheus, TrainedHome.Detector, 2, await RecordedAsync(server, 2));
        await ChampionIsAsync(prometheus, Phishing, 2, PhishingMetrics[1]);
    }

    [Fact]
    public async Task A_server_that_needs_keys_is_scraped_with_the_key_of_a_reader_only()
    {
        string home = trained.CopyTo(_folder);
        await RunAsync("keys", "create", "root", "--role", "admin", "--home", home);
        string key = (await RunAsync("keys", "create", "prometheus", "--role", "reader", "--json", "--home", home)).Json.GetProperty("key").GetString()!;
        using RunningServer server = await RunningServer.StartAsync(home, "--require-keys");

        using PrometheusServer prometheus = await PrometheusServer.StartAsync(new ScrapeTarget("stranger", server.Url), new ScrapeTarget("reader", server.Url, key));

        await TargetIsAsync(prometheus, "reader", "up", "");
        await TargetIsAsync(prometheus, "stranger", "down", "server returned HTTP status 401 Unauthorized");
        Assert.Equal("reader", Assert.Single(await prometheus.QueryAsync("app_version_info")).Labels["job"]);
    }

    [Fact]
    public async Task Promtool_finds_fault_with_nothing_but_an_old_name()
    {
        string[] lines = File.ReadLines(trained.LiveData).Take(2).ToArray();
        using RunningServer server = await RunningServer.StartAsync(trained.CopyTo(_folder));
        await RegisterPhishingAsync(server);
        using HttpResponseMessage predicted = await server.PostAsync("predict", Payments.ToJson(lines[0], lines[1]));
        Assert.Equal(HttpStatusCode.OK, predicted.StatusCode);

        string[] faults = await PrometheusServer.CheckAsync(
            await server.Client.GetStringAsync(new Uri("metrics", UriKind.Relative), TestContext.Current.CancellationToken));

        Assert.Equal(["app_request_count non-histogram and non-summary metrics should not have \"_count\" suffix"], faults);
    }

    public void Dispose() => _folder.Dispose();

    private async Task<HamfResult> RunAsync(params string[] arguments) => (await HamfProcess.RunAsync(_folder.Path, arguments)).Ended(0);

    /// <summary>Two versions, each with the metrics of its run, and the first as champion: what MLflow's client does.</summary>
    private static async Task RegisterPhishingAsync(RunningServer server)
    {
        string experiment = (await server.CallAsync("experiments/create", new { name = "Phishing Detection Experiment" })).GetProperty("experiment_id").GetString()!;
        await server.CallAsync("registered-models/create", new { name = Phishing });
        foreach (Dictionary<string, double> metrics in PhishingMetrics)
        {
            string run = (await server.CallAsync("runs/create", new { experiment_id = experiment, start_time = 1_700_000_000_000 })).GetProperty("run").Id();
            await server.CallAsync(
                "runs/log-batch", new { run_id = run, metrics = metrics.Select(metric => new { key = metric.Key, value = metric.Value, timestamp = 1_700_000_000_000 }) });
            await server.CallAsync("model-versions/create", new { name = Phishing, source = $"mlflow-artifacts:/{experiment}/{run}/artifacts/model", run_id = run });
        }

        await SetChampionAsync(server, Phishing, 1);
    }

    private static Task<JsonElement> SetChampionAsync(RunningServer server, string model, int version) =>
        server.CallAsync("registered-models/alias", new { name = model, alias = "champion", version = $"{version}" });

    /// <summary>The metrics of the run that made a version of the detector.</summary>
    private static async Task<Dictionary<string, double>> RecordedAsync(RunningServer server, int version)
    {
        string run = (await server.AskAsync($"model-versions/get?name={TrainedHome.Detector}&version={version}")).GetProperty("model_version").GetProperty("run_id").GetString()!;
        return (await server.AskAsync($"runs/get?run_id={run}")).GetProperty("run").Pairs("metrics")
            .ToDictionary(metric => metric.Key, metric => double.Parse(metric.Value, CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until the series of a model's champion are those of one version and no other.</summary>
    private static async Task ChampionIsAsync(PrometheusServer prometheus, string model, int version, Dictionary<string, double> metrics)
    {
        string[] expected = [.. Series(version, metrics).Order(StringComparer.Ordinal)];
        string[] seen = [];
        await Eventually.TrueAsync(
            async () =>
            {
                IReadOnlyList<ScrapedSeries> found = await prometheus.QueryAsync($$"""{model="{{model}}",alias="champion"}""");
                seen = [.. found.Select(series => Shown(series.Name, series.Labels["version"], series.Value)).Order(StringComparer.Ordinal)];
                return seen.AsSpan().SequenceEqual(expected);
            },
            () => $"{model}: expected\n{string.Join('\n', expected)}\nseen\n{string.Join('\n', seen)}");
    }

    private static IEnumerable<string> Series(int version, Dictionary<string, double> metrics)
    {
        yield return Shown("hamf_model_alias_version", $"{version}", version);
        foreach ((string name, double value) in metrics)
        {
            (string Gauge, double Value)? series = name switch
            {
                "accuracy" => ("mlflow_model_accuracy", value > 1 ? value : value * 100),
                "f1" or "f1_score" => ("mlflow_model_f1_score", value),
                "precision" or "recall" or "roc_auc" or "average_precision" => ("mlflow_model_" + name, value),
                _ => null,
            };
            if (series is { } shown)
            {
                yield return Shown(shown.Gauge, $"{version}", shown.Value);
            }
        }
    }

    // A share that was logged in percent is divided by 100 and multiplied again: not the same bits.
    private static string Shown(string name, string version, double value) => string.Create(CultureInfo.InvariantCulture, $"{name} of {version}: {value:F9}");

    private static async Task TargetIsAsync(PrometheusServer prometheus, string job, string health, string error)
    {
        (string Health, string Error) last = default;
        await Eventually.TrueAsync(
            async () => (last = await prometheus.TargetAsync(job)) == (health, error),
            () => $"{job} is {last}, expected {health} {error}");
    }
}
