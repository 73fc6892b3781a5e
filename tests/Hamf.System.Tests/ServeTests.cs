using System.Diagnostics;
using System.Net;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary><c>hamf serve</c> as operators and clients meet it.</summary>
public sealed class ServeTests(TrainedHome trained) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Second_server_on_a_home_is_refused_and_told_who_is_first()
    {
        string home = trained.CopyTo(_folder);
        using RunningServer first = await RunningServer.StartAsync(home);

        HamfResult second = (await HamfProcess.RunAsync(_folder.Path, "serve", "--port", "0", "--home", home)).Ended(1);

        Assert.Contains("already running", second.Errors, StringComparison.Ordinal);
        Assert.Contains(first.Url.GetLeftPart(UriPartial.Authority), second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_verbs_work_beside_a_server()
    {
        string home = trained.CopyTo(_folder);
        string scores = _folder.File("scores.csv");
        using RunningServer server = await RunningServer.StartAsync(home);

        (await HamfProcess.RunAsync(_folder.Path, "models", "list", "--home", home)).Ended(0);
        (await HamfProcess.RunAsync(_folder.Path, "predict", "--model", TrainedHome.Detector, "--data", trained.Data, "--out", scores, "--home", home)).Ended(0);
        (await HamfProcess.RunAsync(_folder.Path, "train", trained.DetectorFolder, "--data", trained.Data, "--algorithm", "logistic", "--home", home)).Ended(0);

        Assert.True(await server.MetricAsync("hamf_champion_version") == 1);
    }

    [Fact]
    public async Task Server_gives_a_row_the_same_bits_as_predict_does()
    {
        string home = trained.CopyTo(_folder);
        string[] lines = File.ReadLines(trained.LiveData).Take(2).ToArray();
        File.WriteAllLines(_folder.File("row.csv"), lines);
        (await HamfProcess.RunAsync(
            _folder.Path, "predict", "--model", TrainedHome.Detector, "--data", "row.csv", "--history", trained.Data, "--out", "scores.csv", "--home", home)).Ended(0);
        using RunningServer server = await RunningServer.StartAsync(home);

        using HttpResponseMessage answer = await server.PostAsync("predict", Payments.ToJson(lines[0], lines[1]));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using JsonDocument json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        string predicted = File.ReadLines(_folder.File("scores.csv")).Last().Split(',')[1];
        Assert.Equal(predicted, json.RootElement.GetProperty("fraud_probability").GetRawText());
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("192.168.1.1")]
    [InlineData("::")]
    public async Task Address_that_others_reach_is_refused(string address)
    {
        HamfResult result = (await HamfProcess.RunAsync(
            _folder.Path, "serve", "--port", "0", "--address", address, "--home", trained.CopyTo(_folder))).Ended(2);

        Assert.Contains("Refused to listen on " + address, result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Taken_port_is_named()
    {
        using RunningServer first = await RunningServer.StartAsync(trained.CopyTo(_folder));
        string port = first.Url.Port.ToString(global::System.Globalization.CultureInfo.InvariantCulture);

        HamfResult second = (await HamfProcess.RunAsync(_folder.Path, "serve", "--port", port, "--home", "other")).Ended(1);

        Assert.Contains($"port {port}", second.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ctrl_c_stops_within_seconds_and_says_what_was_kept()
    {
        string home = trained.CopyTo(_folder);
        using RunningServer server = await RunningServer.StartAsync(home);
        long asked = Stopwatch.GetTimestamp();

        HamfResult result = (await server.StopAsync()).Ended(0);

        Assert.True(Stopwatch.GetElapsedTime(asked) < TimeSpan.FromSeconds(5), $"it took {Stopwatch.GetElapsedTime(asked)}");
        Assert.Contains($"kept in {home}", result.Errors, StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Server_of_an_empty_home_is_alive_but_not_ready()
    {
        using HamfProcess hamf = HamfProcess.Start(_folder.Path, "serve", "--port", "0", "--home", "empty", "--json");
        string url = (await hamf.SaysAsync(new(@"on (http://[\d.:]+)"))).Groups[1].Value;
        using var client = new HttpClient { BaseAddress = new Uri(url) };

        using HttpResponseMessage health = await client.GetAsync(new Uri("health", UriKind.Relative), TestContext.Current.CancellationToken);
        using HttpResponseMessage ready = await client.GetAsync(new Uri("ready", UriKind.Relative), TestContext.Current.CancellationToken);
        using HttpResponseMessage predict = await client.PostAsync(new Uri("predict", UriKind.Relative), null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.InRange((int)predict.StatusCode, 400, 503);
        hamf.Interrupt();
        Assert.Equal(url, (await hamf.WaitAsync()).Ended(0).Json.GetProperty("url").GetString());
    }

    public void Dispose() => _folder.Dispose();
}
