using Hamf.Pipeline.Flows.Streaming;

namespace Hamf.Pipeline.Tests.Streaming;

public sealed class StreamNeedsTests
{
    private const string Events = "topic_1";
    private const string Scored = "topic_2";

    [Fact]
    public async Task Scored_events_are_needed_until_scores_and_alerts_have_taken_them()
    {
        StreamWorld world = new();
        StreamNeeds needs = NeedsOf(world);
        Append(world, 0, 10);
        await StreamWorld.DrainAsync(world.Score);
        Assert.Equal(0, needs.From(Scored));

        await StreamWorld.DrainAsync(world.Sink);
        Assert.Equal(0, needs.From(Scored));

        await StreamWorld.DrainAsync(world.Alert);
        Assert.Equal(10, needs.From(Scored));
    }

    [Fact]
    public async Task Events_are_needed_from_the_snapshot_before_the_newest()
    {
        StreamWorld world = new() { Options = new ScoreStageOptions { BatchRecords = 10, SnapshotEvents = 20 } };
        world.StartStages();
        StreamNeeds needs = NeedsOf(world);
        Append(world, 0, 20);
        await StreamWorld.DrainAsync(world.Score);
        Assert.Equal(0, needs.From(Events));

        Append(world, 20, 30);
        await StreamWorld.DrainAsync(world.Score);
        Assert.Equal(20, needs.From(Events));

        world.Crash();
        Assert.Equal(40, NeedsOf(world).From(Events));
    }

    [Fact]
    public void Everything_is_needed_until_the_champions_are_loaded()
    {
        StreamWorld world = new();
        using LiveDetectors none = new(world.Parts, world.Load);

        Assert.Equal(0, new StreamNeeds(none, world.Parts, world.Alerts).From("any"));
        Assert.Equal(long.MaxValue, NeedsOf(world).From("any"));
    }

    private static StreamNeeds NeedsOf(StreamWorld world) => new(world.Live, world.Parts, world.Alerts);

    private static void Append(StreamWorld world, int first, int count) => world.Append(
        [.. Enumerable.Range(first, count).Select(i => StreamWorld.Event($"e{i}", 1_767_225_600_000 + i, i % 3, "shop", i))]);
}
