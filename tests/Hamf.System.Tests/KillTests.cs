using System.Net;
using System.Text.Json;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>A server that is killed again and again while events come in.</summary>
public sealed class KillTests(TrainedHome trained) : IDisposable
{
    private const int KillsOfEachKind = 10;
    private const int BatchEvents = 10;

    private readonly TempFolder _killed = new();
    private readonly TempFolder _calm = new();
    private readonly Random _random = new(20);

    private enum Kill
    {
        None,

        /// <summary>While the request is under way: before, during or after the append. Only the answer tells the client which.</summary>
        DuringRequest,

        /// <summary>While the stages work on events that were acknowledged.</summary>
        AfterAnswer,
    }

    [Fact]
    [Trait("size", "slow")]
    public async Task Killing_the_server_loses_doubles_and_changes_nothing()
    {
        string home = trained.CopyTo(_killed);
        string[] batches = Batches();
        Kill[] kills = Kills(batches.Length);
        var acknowledged = new List<string>();

        RunningServer server = await RunningServer.StartAsync(home);
        for (int i = 0; i < batches.Length; i++)
        {
            (server, IReadOnlyList<string> ids) = await SendAsync(server, home, batches[i], kills[i]);
            if (ids.Count == 0)
            {
                (server, ids) = await SendAsync(server, home, batches[i], Kill.None);
            }

            acknowledged.AddRange(ids);
        }

        await WaitForAllAsync(server, acknowledged.Count);
        (await server.StopAsync()).Ended(0);
        server.Dispose();
        Assert.Equal(acknowledged.Order(StringComparer.Ordinal), StoredStream.Scores(home).Select(s => s.EventId));
        string calm = await RunCalmlyAsync(acknowledged.Count);
        Assert.Equal(StoredStream.Scores(calm), StoredStream.Scores(home));
        Assert.Equal(StoredStream.AlertedEvents(calm), StoredStream.AlertedEvents(home));
        Assert.NotEmpty(StoredStream.AlertedEvents(home));
    }

    public void Dispose()
    {
        _killed.Dispose();
        _calm.Dispose();
    }

    private string[] Batches()
    {
        string[] lines = File.ReadAllLines(trained.LiveData);
        return lines.Skip(1)
            .Select(row => Payments.ToJson(lines[0], row))
            .Chunk(BatchEvents)
            .Select(batch => $"[{string.Join(',', batch)}]")
            .ToArray();
    }

    // The last batch is left in peace.
    private Kill[] Kills(int batches)
    {
        Kill[] kills = new Kill[batches - 1];
        kills.AsSpan(0, KillsOfEachKind).Fill(Kill.DuringRequest);
        kills.AsSpan(KillsOfEachKind, KillsOfEachKind).Fill(Kill.AfterAnswer);
        _random.Shuffle(kills);
        return [.. kills, Kill.None];
    }

    /// <summary>Sends a batch and kills the server at a moment that the seed chooses.</summary>
    /// <returns>A server that runs, and the ids that were acknowledged: none when the answer did not come.</returns>
    private async Task<(RunningServer Server, IReadOnlyList<string> Acknowledged)> SendAsync(RunningServer server, string home, string batch, Kill kill)
    {
        Task<IReadOnlyList<string>> sending = PostAsync(server, batch);
        if (kill == Kill.None)
        {
            return (server, await sending);
        }

        if (kill == Kill.AfterAnswer)
        {
            Assert.NotEmpty(await sending);
        }

        int withinMs = kill == Kill.AfterAnswer ? 30 : 6;
        await Task.Delay(_random.Next(withinMs), TestContext.Current.CancellationToken);
        server.Process.Kill();
        IReadOnlyList<string> acknowledged = await AnswerOrNothingAsync(sending);
        server.Dispose();
        return (await RunningServer.StartAsync(home), acknowledged);
    }

    private static async Task<IReadOnlyList<string>> PostAsync(RunningServer server, string batch)
    {
        using HttpResponseMessage answer = await server.PostAsync("events", batch);
        string body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, body);
        using JsonDocument json = JsonDocument.Parse(body);
        return json.RootElement.GetProperty("event_ids").EnumerateArray().Select(id => id.GetString()!).ToArray();
    }

    private static async Task<IReadOnlyList<string>> AnswerOrNothingAsync(Task<IReadOnlyList<string>> sending)
    {
        try
        {
            return await sending;
        }
        catch (HttpRequestException)
        {
            // Cut off; whether the events were appended, the client cannot know.
            return [];
        }
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
