using Hamf.Pipeline.Flows.Streaming;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Streaming;

public sealed class StreamMonitorTests
{
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch + TimeSpan.FromDays(1));

    [Fact]
    public void Counts_rate_latency_and_alert_rate_of_the_last_seconds()
    {
        StreamMonitor monitor = new(_time);
        long nowMs = _time.GetUtcNow().ToUnixTimeMilliseconds();
        monitor.Scored(Enumerable.Range(0, 1000).Select(i => nowMs - i).ToArray(), Enumerable.Range(0, 1000).Select(i => i < 50).ToArray());
        Assert.Equal(0, monitor.Status().EventsPerSecond);

        _time.Advance(TimeSpan.FromSeconds(1));

        StreamStatus status = monitor.Status();
        Assert.Equal(200, status.EventsPerSecond);
        Assert.InRange(status.LatencyMsP50, 475, 530);
        Assert.InRange(status.LatencyMsP99, 940, 1045);
        Assert.Equal(0.05, status.AlertRate);
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal((0, double.NaN), (monitor.Status().EventsPerSecond, monitor.Status().LatencyMsP50));
    }

    [Fact]
    public void Alert_rate_forgets_what_is_older_than_ten_thousand_events()
    {
        StreamMonitor monitor = new(_time);
        monitor.Scored([], Enumerable.Repeat(true, 9_000).ToArray());
        monitor.Scored([], Enumerable.Repeat(false, 5_000).ToArray());

        Assert.Equal(0.5, monitor.Status().AlertRate);
    }

    [Fact]
    public void Shows_the_worst_state_and_the_sum_of_what_runs_under_one_name()
    {
        StreamMonitor monitor = new(_time);
        monitor.Of("sink", "a").Add(1, 2, 3);
        monitor.Of("sink", "b").Add(10, 20, 30);
        monitor.Of("sink", "b").LagFrom(() => 7);
        monitor.SetState("sink", "a", "retrying: no room");
        monitor.SetState("sink", "b", "running");

        StageStatus status = monitor.Status().Stages.Single(s => s.Name == "sink");

        Assert.Equal(new StageStatus("sink", 66, 11, 22, 33, 7, "retrying: no room"), status);
        Assert.Equal("stopped", monitor.Status().Stages.Single(s => s.Name == "score").State);
        Assert.True(double.IsNaN(monitor.Status().AlertRate));
    }

    [Fact]
    public async Task Counters_of_the_stages_balance()
    {
        StreamWorld world = new();
        world.Append(Enumerable.Range(0, 300).Select(i => i % 11 == 0 ? "junk" : StreamWorld.Event($"e{i % 200}", i % 200, i % 5, "m", i % 7 == 0 ? 900 : i % 200)).ToArray());

        await world.DrainAsync();

        StageStatus[] stages = world.Monitor.Status().Stages.ToArray();
        Assert.All(stages, s => Assert.Equal(s.In, s.Out + s.Rejected + s.Duplicates));
        Assert.All(stages, s => Assert.Equal(0, s.Lag));
        Assert.Equal(300, stages[1].In);
        Assert.Equal(world.Log.EndOffset("topic_1.dlq"), stages[1].Rejected);
        Assert.Equal(stages[1].Out, stages[2].Out);
        Assert.Equal(stages[2].Out, world.Scores.Count());
        Assert.Equal(stages[3].Out, world.Alerts.Count());
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("api, score ,ui", true)]
    [InlineData("api,scorer", false)]
    public void Reads_roles(string text, bool isValid)
    {
        Assert.Equal(isValid, StreamRoles.TryParse(text, out StreamRoles roles, out string? problem));
        Assert.Equal(isValid, problem is null);
        Assert.True(roles.Api);
        Assert.Equal(text.Length == 0, roles.Sink);
    }
}
