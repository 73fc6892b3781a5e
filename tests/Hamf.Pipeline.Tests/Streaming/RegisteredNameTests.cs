using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Pipeline.Tests.Streaming;

/// <summary>A detector is served once, under the name its model is registered by, whatever its file says.</summary>
public sealed class RegisteredNameTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_renamed_model_goes_on_under_its_new_name_where_it_stood_in_the_stream()
    {
        StreamWorld world = new();
        await StreamAsync(world, 0, 60);
        byte[] state = world.StateBytes();
        LiveDetector before = world.Pay;

        world.Registry.Rename("pay", "cards");
        Assert.Empty(await world.Live.RefreshAsync(Stop));
        await StreamAsync(world, 60, 80);

        LiveDetector live = Assert.Single(world.Live.All).Value;
        Assert.Same(before, live);
        Assert.Equal("cards", live.Name);
        Assert.Equal(80, world.Scores.Events.Count);
        Assert.Equal(["cards", "pay"], world.Scores.Events.Values.Select(e => e.Detector).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(20, world.Scores.Events.Values.Count(e => e.Detector == "cards"));
        Assert.NotEqual(state, Save(live));
    }

    [Fact]
    public async Task A_renamed_model_stands_where_it_stood_after_a_crash_too()
    {
        StreamWorld renamed = new();
        StreamWorld plain = new();
        await StreamAsync(renamed, 0, 60);
        await StreamAsync(plain, 0, 60);

        renamed.Registry.Rename("pay", "cards");
        using LiveDetectors again = new(renamed.Parts, renamed.Load);
        Assert.Empty(await again.RefreshAsync(Stop));

        Assert.Equal(plain.StateBytes(), Save(Assert.Single(again.All).Value));
    }

    [Fact]
    public async Task A_copy_is_served_beside_its_original_and_the_stream_says_that_one_of_them_reads()
    {
        StreamWorld world = new();
        world.Register(name: "copy", at: world.Time.GetUtcNow());
        world.Register(at: world.Time.GetUtcNow() + TimeSpan.FromDays(1));

        Assert.Empty(await world.Live.RefreshAsync(Stop));

        Assert.Equal(["copy", "pay"], world.Live.All.Keys.Order(StringComparer.Ordinal));
        Assert.All(world.Live.All, one => Assert.Equal(one.Key, one.Value.Served.Scorer.Detector.Name));
        Assert.True(StreamRoles.TryParse("score", out StreamRoles roles, out _));
        StreamParts parts = new() { Detectors = world.Live, Live = world.Parts, Alerts = world.Alerts, Notifiers = [], Monitor = world.Monitor };
        StreamPlanning planning = new StreamPlan(parts, roles).Current();
        Assert.Single(planning.Stages);
        Assert.Contains("copy does not read topic_1: pay does", Assert.Single(planning.Problems), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_model_is_not_served_any_more_and_another_may_take_its_name()
    {
        StreamWorld world = new();

        world.Registry.Delete("pay");
        Assert.Empty(await world.Live.RefreshAsync(Stop));
        Assert.Empty(world.Live.All);

        world.Register();
        Assert.Empty(world.Live.Refresh());
        Assert.Empty(await world.Live.RefreshAsync(Stop));
        Assert.Equal("pay", Assert.Single(world.Live.All).Key);
    }

    private static byte[] Save(LiveDetector live)
    {
        using MemoryStream state = new();
        live.Served.Save(state);
        return state.ToArray();
    }

    private static async Task StreamAsync(StreamWorld world, int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            world.Append(StreamWorld.Event($"e{i}", 1_700_000_000_000 + (i * 60_000L), i % 5, $"m{i % 3}", 5 + i));
        }

        await world.DrainAsync();
    }
}
