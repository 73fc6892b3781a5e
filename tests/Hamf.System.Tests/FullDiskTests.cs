using System.Net;
using System.Text.Json;

namespace Hamf.System.Tests;

/// <summary>A server whose disk is full, and has room again.</summary>
public sealed class FullDiskTests(TrainedHome trained)
{
    private const int DiskMebibytes = 64;
    private const int BatchEvents = 10;

    [Fact]
    [Trait("size", "slow")]
    public async Task A_full_disk_is_said_loses_nothing_and_heals()
    {
        using SmallDisk disk = SmallDisk.Mount(DiskMebibytes);
        string home = trained.CopyTo(disk.Folder);
        using RunningServer server = await RunningServer.StartAsync(home);
        Queue<string[]> batches = Batches();
        List<string> acknowledged = [];
        string payment = batches.Peek()[0];
        await SendAsync(server, batches.Dequeue(), acknowledged);

        disk.Fill();
        JsonElement? refusal = null;
        while (refusal is null)
        {
            refusal = await SendAsync(server, batches.Peek(), acknowledged);
            _ = refusal is null ? batches.Dequeue() : null;
        }

        Assert.Equal("log_full", refusal.Value.GetProperty("code").GetString());
        Assert.Contains("disk is full", refusal.Value.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("disk is full", await DegradedAsync(server), StringComparison.Ordinal);
        using (HttpResponseMessage answer = await server.PostAsync("predict", payment))
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        disk.Clear();
        foreach (string[] batch in batches.Take(3))
        {
            Assert.Null(await SendAsync(server, batch, acknowledged));
        }

        await server.MetricIsAsync("hamf_scores", acknowledged.Count);
        await server.MetricIsAsync("hamf_stage_lag", 0);
        await Eventually.TrueAsync(async () => await DegradedAsync(server) == "[]", () => server.Process.Errors);
        (await server.StopAsync()).Ended(0);
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), StoredStream.Scores(home).Select(s => s.EventId));
    }

    private Queue<string[]> Batches()
    {
        string[] lines = File.ReadAllLines(trained.LiveData);
        return new(lines.Skip(1).Select(row => Payments.ToJson(lines[0], row)).Chunk(BatchEvents));
    }

    /// <summary>Sends a batch; null when it was acknowledged, else the problem that came as the answer.</summary>
    private static async Task<JsonElement?> SendAsync(RunningServer server, string[] batch, List<string> acknowledged)
    {
        using HttpResponseMessage answer = await server.PostAsync("events", $"[{string.Join(',', batch)}]");
        JsonElement json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        if (answer.StatusCode == HttpStatusCode.Accepted)
        {
            acknowledged.AddRange(json.GetProperty("event_ids").EnumerateArray().Select(id => id.GetString()!));
            return null;
        }

        Assert.True(answer.StatusCode == HttpStatusCode.InsufficientStorage, $"{json} {server.Process.Errors}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return json;
    }

    private static async Task<string> DegradedAsync(RunningServer server) => (await server.GetJsonAsync("ready")).GetProperty("degraded").GetRawText();
}
