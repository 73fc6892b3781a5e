using System.Net;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>A server that is killed again and again while events come in.</summary>
public sealed class KillTests(TrainedHome trained) : IDisposable
{
    private const int Kills = 20;
    private const int BatchEvents = 10;

    private readonly TempFolder _killed = new();
    private readonly TempFolder _calm = new();

    [Fact]
    [Trait("size", "slow")]
    public async Task Killing_the_server_loses_doubles_and_changes_nothing()
    {
        var random = new Random(20);
        string home = trained.CopyTo(_killed);
        string[][] batches = Batches();
        int[] killAt = Enumerable.Range(0, batches.Length - 1).ToArray();
        random.Shuffle(killAt);
        HashSet<int> kills = [.. killAt.Take(Kills)];

        RunningServer server = await RunningServer.StartAsync(home);
        for (int i = 0; i < batches.Length; i++)
        {
            server = kills.Contains(i)
                ? await KillWhilePostingAsync(server, home, batches[i], random)
                : server;
            await PostAsync(server, batches[i]);
        }

        await WaitForAllAsync(server, batches.Sum(b => b.Length));
        (await server.StopAsync()).Ended(0);
        server.Dispose();
        string calm = await RunCalmlyAsync(batches.Sum(b => b.Length));
        Assert.Equal(StoredStream.Scores(calm), StoredStream.Scores(home));
        Assert.Equal(StoredStream.AlertedEvents(calm), StoredStream.AlertedEvents(home));
        Assert.NotEmpty(StoredStream.AlertedEvents(home));
    }

    public void Dispose()
    {
        _killed.Dispose();
        _calm.Dispose();
    }

    private string[][] Batches()
    {
        string[] lines = File.ReadAllLines(trained.LiveData);
        return lines.Skip(1).Select(row => Payments.ToJson(lines[0], row)).Chunk(BatchEvents).ToArray();
    }

    private static async Task PostAsync(RunningServer server, string[] batch)
    {
        using HttpResponseMessage answer = await server.PostAsync("events", $"[{string.Join(',', batch)}]");
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    // The request is under way when the kill comes, at a moment that the seed chooses: before, during or after the append, or while the
    // stages work on it. Whether it was acknowledged or not, it is sent again, as a client would that does not know.
    private static async Task<RunningServer> KillWhilePostingAsync(RunningServer server, string home, string[] batch, Random random)
    {
        Task posting = PostAsync(server, batch);
        await Task.Delay(random.Next(0, 30), TestContext.Current.CancellationToken);
        server.Process.Kill();
        try
        {
            await posting;
        }
        catch (HttpRequestException)
        {
            // Cut off before it was acknowledged.
        }

        server.Dispose();
        return await RunningServer.StartAsync(home);
    }

    private static async Task WaitForAllAsync(RunningServer server, int events)
    {
        await server.MetricIsAsync("hamf_scores", events);
        await server.MetricIsAsync("hamf_stage_up", 1, "\"alert\"");
        await server.MetricIsAsync("hamf_stage_lag", 0);
    }

    private async Task<string> RunCalmlyAsync(int events)
    {
        string home = trained.CopyTo(_calm);
        (await HamfProcess.RunAsync(_calm.Path, "ingest", TrainedHome.Detector, "--data", trained.LiveData, "--home", home)).Ended(0);
        using RunningServer server = await RunningServer.StartAsync(home);
        await WaitForAllAsync(server, events);
        (await server.StopAsync()).Ended(0);
        return home;
    }
}
