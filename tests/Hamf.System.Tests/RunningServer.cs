using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hamf.System.Tests;

/// <summary><c>hamf serve</c> on a free port, ready to score.</summary>
internal sealed partial class RunningServer : IDisposable
{
    private RunningServer(HamfProcess process, Uri url)
    {
        Process = process;
        Url = url;
        Client = new HttpClient { BaseAddress = url };
    }

    public HamfProcess Process { get; }

    public Uri Url { get; }

    public HttpClient Client { get; }

    public static Task<RunningServer> StartAsync(string home, params IEnumerable<string> arguments) =>
        StartWithAsync(home, new Dictionary<string, string>(), arguments);

    /// <summary>Starts with environment variables of its own.</summary>
    public static Task<RunningServer> StartWithAsync(string home, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments) =>
        StartAsync(home, 0, "ready", environment, arguments);

    /// <summary>Starts on a home without models: it answers, but with nothing to score with it is never ready.</summary>
    /// <param name="home">The home.</param>
    /// <param name="port">The port, such as that of a server which has ended; 0 for a free one.</param>
    public static Task<RunningServer> StartEmptyAsync(string home, int port = 0) => StartAsync(home, port, "health", new Dictionary<string, string>(), []);

    private static async Task<RunningServer> StartAsync(
        string home, int port, string sign, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments)
    {
        HamfProcess process = HamfProcess.StartWith(Path.GetTempPath(), environment, ["serve", "--port", $"{port}", "--home", home, .. arguments]);
        try
        {
            Match address = await process.SaysAsync(ServingOn());
            var server = new RunningServer(process, new Uri(address.Groups["url"].Value));
            await Eventually.TrueAsync(() => server.IsFineAsync(sign), () => $"the server is not ready: {process.Errors}");
            return server;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    public async Task<JsonElement> GetJsonAsync(string path) =>
        await Client.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    public async Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        return await Client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    /// <summary>The value of a metric, summed over the labels that contain <paramref name="label"/>.</summary>
    public async Task<double> MetricAsync(string name, string label = "")
    {
        string text = await Client.GetStringAsync(new Uri("metrics", UriKind.Relative));
        return text.Split('\n')
            .Where(line => Regex.IsMatch(line, $@"^{Regex.Escape(name)}(\{{|\s)") && line.Contains(label, StringComparison.Ordinal))
            .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Waits until a metric has the value.</summary>
    public async Task MetricIsAsync(string name, double value, string label = "")
    {
        double last = double.NaN;
        await Eventually.TrueAsync(
            async () => (last = await MetricAsync(name, label)) == value,
            () => $"{name} {label} is {last}, expected {value}. {Process.Errors}");
    }

    /// <summary>Ctrl+C, and the end that follows.</summary>
    public async Task<HamfResult> StopAsync()
    {
        Process.Interrupt();
        return await Process.WaitAsync();
    }

    public void Dispose()
    {
        Client.Dispose();
        Process.Dispose();
    }

    private async Task<bool> IsFineAsync(string sign)
    {
        using HttpResponseMessage answer = await Client.GetAsync(new Uri(sign, UriKind.Relative));
        return answer.IsSuccessStatusCode;
    }

    [GeneratedRegex(@"serving .* on (?<url>http://\S+)")]
    private static partial Regex ServingOn();
}
