using System.Net;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The program with its stores on a PostgreSQL server, which these tests kill; the home holds the event log and folders.</summary>
[Trait("needs", "postgres")]
public sealed class PostgresHomeTests(TrainedHome trained) : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly PostgresServer _database = PostgresServer.Start(durable: true);

    private string Home => _folder.File("pg-home");

    private Dictionary<string, string> Environment => new() { ["HAMF_DATABASE"] = _database.Url("hamf") };

    [Fact]
    public async Task Trains_and_serves_on_PostgreSQL_and_outlives_its_end()
    {
        await RunAsync("train", trained.DetectorFolder, "--data", trained.Data);
        Assert.Equal("1", (await RunAsync("models", "list", "--json")).Json.GetProperty("models")[0].GetProperty("version").GetRawText());
        await RunAsync("predict", "--model", TrainedHome.Detector, "--data", trained.Data, "--out", _folder.File("scores.csv"));
        Assert.False(File.Exists(Path.Combine(Home, "hamf.db")));
        string[] lines = File.ReadLines(trained.LiveData).Take(21).ToArray();
        string[] payments = [.. lines.Skip(1).Select(row => Payments.ToJson(lines[0], row))];
        using RunningServer server = await RunningServer.StartWithAsync(Home, Environment);
        await SendAsync(server, "events", $"[{string.Join(',', payments[..10])}]", HttpStatusCode.Accepted);
        await server.MetricIsAsync("hamf_scores", 10);

        _database.Kill();

        await SendAsync(server, "predict", payments[0], HttpStatusCode.OK);
        await SendAsync(server, "events", $"[{string.Join(',', payments[10..])}]", HttpStatusCode.Accepted);
        using JsonDocument problem = JsonDocument.Parse(await SendAsync(server, "labels", Label(payments[0]), HttpStatusCode.ServiceUnavailable));
        Assert.Equal("database_unavailable", problem.RootElement.GetProperty("code").GetString());
        using JsonDocument error = JsonDocument.Parse(
            await SendAsync(server, "api/2.0/mlflow/experiments/search", """{"max_results": 5}""", HttpStatusCode.ServiceUnavailable));
        Assert.Equal("TEMPORARILY_UNAVAILABLE", error.RootElement.GetProperty("error_code").GetString());
        await RefusesToStartAsync("serve", "--port", "0");
        await RefusesToStartAsync("models", "list");

        _database.StartAgain();

        await server.MetricIsAsync("hamf_scores", 20);
        await server.MetricIsAsync("hamf_stage_lag", 0);
        await SendAsync(server, "labels", Label(payments[0]), HttpStatusCode.OK);
        server.Process.Kill();
        using RunningServer again = await RunningServer.StartWithAsync(Home, Environment);
        await SendAsync(again, "predict", payments[0], HttpStatusCode.OK);
        await again.MetricIsAsync("hamf_scores", 20);
    }

    [Fact]
    public async Task Address_that_cannot_be_read_is_refused_without_its_password()
    {
        using HamfProcess hamf = HamfProcess.StartWith(
            _folder.Path, new Dictionary<string, string> { ["HAMF_DATABASE"] = "postgres://anna:s3cr3t@host:port/db" }, "models", "list", "--home", Home);

        HamfResult result = (await hamf.WaitAsync()).Ended(2);

        Assert.Contains("HAMF_DATABASE", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", result.Errors + result.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    private static string Label(string payment)
    {
        using JsonDocument json = JsonDocument.Parse(payment);
        return JsonSerializer.Serialize(new { event_id = json.RootElement.GetProperty("trans_num").GetString(), verdict = "fraud" });
    }

    private static async Task<string> SendAsync(RunningServer server, string path, string json, HttpStatusCode expected)
    {
        using HttpResponseMessage answer = await server.PostAsync(path, json);
        string body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == expected, $"{path}: {answer.StatusCode}, expected {expected}: {body} {server.Process.Errors}");
        return body;
    }

    private async Task<HamfResult> RunAsync(params string[] arguments) =>
        (await HamfProcess.RunWithAsync(_folder.Path, Environment, [.. arguments, "--home", Home])).Ended(0);

    private async Task RefusesToStartAsync(params string[] arguments)
    {
        HamfResult result = (await HamfProcess.RunWithAsync(_folder.Path, Environment, [.. arguments, "--home", _folder.File("other-home")])).Ended(1);

        Assert.Contains("cannot be reached", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(PostgresServer.Password, result.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(PostgresServer.Password), result.Errors, StringComparison.Ordinal);
    }
}
