using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hamf.TestKit;

/// <summary>A throw-away Prometheus on a free port of the loopback interface that scrapes once a second.</summary>
public sealed partial class PrometheusServer : IDisposable
{
    private const string Install = "apt-get install --no-install-recommends prometheus";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly GuardedProcess _process;
    private readonly HttpClient _client;

    private PrometheusServer(GuardedProcess process)
    {
        _process = process;
        _client = new HttpClient { BaseAddress = new Uri("http://" + Address().Match(process.ReadyLine).Value) };
    }

    /// <summary>Starts one and waits until it is ready, or skips the test when Prometheus is missing.</summary>
    /// <param name="targets">What it scrapes.</param>
    public static async Task<PrometheusServer> StartAsync(params IEnumerable<ScrapeTarget> targets)
    {
        string program = RealPart.Program("prometheus", Install);
        string folder = Directory.CreateTempSubdirectory("hamf-prometheus-").FullName;
        string settings = Path.Combine(folder, "prometheus.yml");
        await File.WriteAllTextAsync(settings, Settings(targets));
        string[] command = [program, $"--config.file={settings}", $"--storage.tsdb.path={Path.Combine(folder, "data")}", "--web.listen-address=127.0.0.1:0"];
        var server = new PrometheusServer(GuardedProcess.Start(folder, command, "Listening on"));
        try
        {
            await server.BecomesReadyAsync();
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>
    /// What <c>promtool check metrics</c> says about an answer of <c>/metrics</c>, line by line; nothing when all is well. Skips where it is missing.
    /// </summary>
    /// <param name="text">The answer.</param>
    public static async Task<string[]> CheckAsync(string text)
    {
        var start = new ProcessStartInfo(RealPart.Program("promtool", Install), ["check", "metrics"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        };
        using Process promtool = Process.Start(start)!;
        Task<string> said = promtool.StandardError.ReadToEndAsync();
        await promtool.StandardInput.WriteAsync(text);
        promtool.StandardInput.Close();
        await promtool.WaitForExitAsync();
        return (await said).Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>The series that a query selects, as they are now.</summary>
    /// <param name="query">A query of PromQL that gives an instant vector.</param>
    public async Task<IReadOnlyList<ScrapedSeries>> QueryAsync(string query)
    {
        JsonElement data = await AskAsync("api/v1/query?query=" + Uri.EscapeDataString(query));
        return [.. data.GetProperty("result").EnumerateArray().Select(series => new ScrapedSeries(
            series.GetProperty("metric").Deserialize<Dictionary<string, string>>()!,
            double.Parse(series.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture)))];
    }

    /// <summary>How the last scrape of a target went: <c>unknown</c> before the first, <c>up</c>, or <c>down</c> with the reason.</summary>
    /// <param name="job">The target's name.</param>
    public async Task<(string Health, string Error)> TargetAsync(string job)
    {
        JsonElement data = await AskAsync("api/v1/targets");
        return data.GetProperty("activeTargets").EnumerateArray()
            .Where(target => target.GetProperty("labels").GetProperty("job").GetString() == job)
            .Select(target => (target.GetProperty("health").GetString()!, target.GetProperty("lastError").GetString()!))
            .SingleOrDefault(("unknown", ""));
    }

    /// <summary>Ends the server and removes its folder.</summary>
    public void Dispose()
    {
        _client.Dispose();
        _process.Dispose();
    }

    // A file of JSON is one of YAML.
    private static string Settings(IEnumerable<ScrapeTarget> targets) => JsonSerializer.Serialize(new
    {
        global = new { scrape_interval = "1s" },
        scrape_configs = targets.Select(Scrape),
    });

    private static Dictionary<string, object> Scrape(ScrapeTarget target)
    {
        Dictionary<string, object> scrape = new()
        {
            ["job_name"] = target.Job,
            ["static_configs"] = new[] { new { targets = new[] { target.Url.Authority } } },
        };
        if (target.Key is { } key)
        {
            scrape["authorization"] = new { credentials = key };
        }

        return scrape;
    }

    private async Task BecomesReadyAsync()
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            using HttpResponseMessage answer = await _client.GetAsync(new Uri("-/ready", UriKind.Relative));
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            if (Stopwatch.GetElapsedTime(started) > Limit)
            {
                throw new InvalidOperationException($"Prometheus is not ready within {Limit}: {await answer.Content.ReadAsStringAsync()}");
            }

            await Task.Delay(Pause);
        }
    }

    private async Task<JsonElement> AskAsync(string path) =>
        (await _client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative))).GetProperty("data");

    [GeneratedRegex(@"127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}

/// <summary>A server whose <c>/metrics</c> Prometheus scrapes.</summary>
/// <param name="Job">The name of its series' label <c>job</c>.</param>
/// <param name="Url">The server.</param>
/// <param name="Key">The key that is sent with each scrape; null for none.</param>
public sealed record ScrapeTarget(string Job, Uri Url, string? Key = null);

/// <summary>A series as Prometheus keeps it.</summary>
/// <param name="Labels">Its labels; <c>__name__</c> is the metric.</param>
/// <param name="Value">Its latest value.</param>
public sealed record ScrapedSeries(IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>The metric.</summary>
    public string Name => Labels.GetValueOrDefault("__name__", "");
}
