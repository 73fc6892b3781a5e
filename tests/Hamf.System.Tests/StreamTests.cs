using System.Globalization;
using System.Net;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>Events on their way through a running server.</summary>
public sealed class StreamTests(TrainedHome trained) : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Same_id_with_another_payload_is_a_dead_letter_and_the_books_balance()
    {
        string home = trained.CopyTo(_folder);
        string[] lines = File.ReadLines(trained.LiveData).Take(31).ToArray();
        string[] events = lines.Skip(1).Select(row => Payments.ToJson(lines[0], row)).ToArray();
        string id = Member(events[0], "trans_num");
        string conflict = events[0].Replace(Member(events[0], "merchant"), "Somebody Else", StringComparison.Ordinal);
        using RunningServer server = await RunningServer.StartAsync(home);

        foreach (string body in (string[])[$"[{string.Join(',', events)}]", events[1], conflict, events[2]])
        {
            using HttpResponseMessage answer = await server.PostAsync("events", body);
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        await server.MetricIsAsync("hamf_stage_in_total", 33, "\"score\"");
        await server.MetricIsAsync("hamf_scores", 30);
        Assert.Equal(33, await server.MetricAsync("hamf_stage_in_total", "\"ingest\""));
        Assert.Equal(30, await server.MetricAsync("hamf_stage_out_total", "\"score\""));
        Assert.Equal(1, await server.MetricAsync("hamf_stage_rejected_total", "\"score\""));
        Assert.Equal(2, await server.MetricAsync("hamf_stage_duplicates_total", "\"score\""));
        JsonElement kept = await server.GetJsonAsync($"events/{id}");
        Assert.Equal(Member(events[0], "merchant"), kept.GetProperty("event").GetProperty("merchant").GetString());
    }

    [Fact]
    public async Task Promotion_beside_a_server_is_picked_up_and_fails_no_request()
    {
        string home = trained.CopyTo(_folder);
        (await HamfProcess.RunAsync(
            _folder.Path, "train", trained.DetectorFolder, "--data", trained.Data, "--algorithm", "logistic", "--home", home)).Ended(0);
        string[] lines = File.ReadLines(trained.LiveData).Take(2).ToArray();
        string payment = Payments.ToJson(lines[0], lines[1]);
        using RunningServer server = await RunningServer.StartAsync(home);
        using var stop = new CancellationTokenSource();
        Task<int> asking = AskAsync(server, payment, stop.Token);

        (await HamfProcess.RunAsync(_folder.Path, "promote", TrainedHome.Detector, "--home", home)).Ended(0);
        await server.MetricIsAsync("hamf_champion_version", 2);
        await stop.CancelAsync();

        Assert.True(await asking > 0);
    }

    [Fact]
    public async Task Polled_endpoint_feeds_the_stream()
    {
        using HamfProcess endpoint = HamfProcess.Start(_folder.Path, "simulate", "--serve", "0", "--days", "2", "--per-day", "20", "--seed", "3", "--json");
        string url = (await endpoint.SaysAsync(new(@"(http://\S+/current-transactions)"))).Value;
        string yaml = File.ReadAllText(Path.Combine(RealPart.RepositoryRoot, "samples", "card-fraud", "detector.yaml"));
        _folder.Write(
            "polled/detector.yaml", yaml.Replace("\nstream:\n", $"\nstream:\n  poll_url: {url}\n  poll_interval: 1s\n", StringComparison.Ordinal));
        (await HamfProcess.RunAsync(_folder.Path, "train", "polled", "--data", trained.Data)).Ended(0);
        using RunningServer server = await RunningServer.StartAsync(_folder.File(".hamf"));

        await Eventually.TrueAsync(async () => await server.MetricAsync("hamf_scores") >= 2, () => server.Process.Errors);

        Assert.Equal(0, await server.MetricAsync("hamf_stage_rejected_total"));
    }

    [Fact]
    public async Task Simulated_payments_and_ingested_files_are_scored()
    {
        string home = trained.CopyTo(_folder);
        using RunningServer server = await RunningServer.StartAsync(home);

        HamfResult sent = (await HamfProcess.RunAsync(
            _folder.Path, "simulate", "--days", "1", "--per-day", "300", "--start", "2025-02-01", "--seed", "5", "--rate", "5000", "--to", server.Url.ToString(), "--json")).Ended(0);
        long posted = sent.Json.GetProperty("sent").GetInt64();
        await server.MetricIsAsync("hamf_scores", posted);
        HamfResult file = (await HamfProcess.RunAsync(_folder.Path, "ingest", TrainedHome.Detector, "--data", trained.LiveData, "--home", home, "--json")).Ended(0);
        long appended = file.Json.GetProperty("appended").GetInt64();

        Assert.Equal(File.ReadLines(trained.LiveData).Count() - 1, appended);
        await server.MetricIsAsync("hamf_scores", posted + appended);
        Assert.InRange(await server.MetricAsync("hamf_alerts"), 1, posted + appended);
    }

    public void Dispose() => _folder.Dispose();

    private static string Member(string json, string name)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Convert.ToString(document.RootElement.GetProperty(name), CultureInfo.InvariantCulture)!;
    }

    private static async Task<int> AskAsync(RunningServer server, string payment, CancellationToken stop)
    {
        int answered = 0;
        while (!stop.IsCancellationRequested)
        {
            using HttpResponseMessage answer = await server.PostAsync("predict", payment);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            answered++;
        }

        return answered;
    }
}
