using System.Text;
using Hamf.Pipeline.Features;
using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Tests.Streaming;

public sealed class ChampionSwapTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_promoted_version_with_the_same_windows_takes_the_state_over()
    {
        StreamWorld world = new();
        await StreamAsync(world, 0, 60);
        byte[] state = world.StateBytes();

        await PromoteAsync(world, 2);

        Assert.Equal(2, world.Pay.Version.Version);
        Assert.Equal(state, world.StateBytes());
        await StreamAsync(world, 60, 80);
        Assert.Equal([1, 2], world.Scores.Events.Values.Select(e => e.ModelVersion).Distinct());
    }

    [Fact]
    public async Task A_promoted_version_with_other_windows_has_seen_the_whole_stream()
    {
        StreamWorld world = new(v => v == 1 ? StreamWorld.Detector() : StreamWorld.Detector("amt", "count() over 3d", "count() over 3d by merchant"));
        await StreamAsync(world, 0, 60);

        await PromoteAsync(world, 2);

        StreamWorld always = new(_ => StreamWorld.Detector("amt", "count() over 3d", "count() over 3d by merchant"));
        await StreamAsync(always, 0, 60);
        Assert.Equal(always.StateBytes(), world.StateBytes());
    }

    [Fact]
    public async Task Predictions_go_on_while_champions_change_and_events_stream()
    {
        StreamWorld world = new(v => v % 2 == 1 ? StreamWorld.Detector() : StreamWorld.Detector("amt", "count() over 3d"));
        await StreamAsync(world, 0, 50);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var counts = new int[3];
        Task[] readers = Enumerable.Range(0, counts.Length).Select(i => Task.Run(() => PredictUntil(world, ref counts[i], done.Token), Stop)).ToArray();

        for (int version = 2; version <= 12; version++)
        {
            await ProgressAsync(readers, counts);
            await PromoteAsync(world, version);
            await StreamAsync(world, version * 50, (version * 50) + 50);
        }

        await ProgressAsync(readers, counts);
        await done.CancelAsync();
        await Task.WhenAll(readers);
        Assert.Equal(12, world.Pay.Version.Version);
    }

    [Fact]
    public async Task A_version_that_cannot_be_loaded_leaves_the_present_one_serving()
    {
        StreamWorld world = new(v => v == 1 ? StreamWorld.Detector() : throw new InvalidDataException("damaged"));
        world.Register();
        world.Registry.SetAlias("pay", "champion", 2, "test", "");

        IReadOnlyList<string> problems = await world.Live.RefreshAsync(Stop);

        Assert.Contains("version 1 goes on serving: damaged", Assert.Single(problems), StringComparison.Ordinal);
        Assert.Equal(1, world.Pay.Version.Version);
        await StreamAsync(world, 0, 10);
        Assert.Equal(10, world.Scores.Events.Count);
    }

    [Fact]
    public async Task A_new_champion_starts_from_the_state_at_the_end_of_training()
    {
        FeatureEngine engine = new(FeatureSet.Compile(StreamWorld.Detector()), CategoryEncoding.Learning(4));
        StreamWorld world = new();
        for (int i = 0; i < 40; i++)
        {
            Row row = new(world.Pay.Schema);
            Assert.True(EventReader.TryParse(world.Pay.Served.Parser, Encoding.UTF8.GetBytes(EventOf(i)), row, []));
            engine.Observe(row);
        }

        using MemoryStream state = new();
        engine.Save(state);
        world.Register(world.Registry.Put(state.ToArray()));
        world.Registry.SetAlias("pay", "champion", 2, "test", "");
        world.Crash();

        StreamWorld streamed = new();
        await StreamAsync(streamed, 0, 40);
        await PromoteAsync(streamed, 2);
        string next = StreamWorld.Event("n", 50_000_000, 1, "m", 3);
        Assert.Equal(streamed.Predict(next).Score, world.Predict(next).Score);
        Assert.NotEqual(new StreamWorld().Predict(next).Score, world.Predict(next).Score);
    }

    // Every reader has predicted at least once more, or has failed.
    private static async Task ProgressAsync(Task[] readers, int[] counts)
    {
        int[] before = counts.ToArray();
        while (counts.Where((c, i) => Volatile.Read(ref counts[i]) == before[i]).Any() && !readers.Any(r => r.IsCompleted))
        {
            await Task.Yield();
        }
    }

    private static void PredictUntil(StreamWorld world, ref int count, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            LiveDetector detector = world.Pay;
            Row row = new(detector.Schema);
            List<Reject> rejects = [];
            byte[] json = Encoding.UTF8.GetBytes(StreamWorld.Event("p", 90_000_000, count % 5, "m", count % 90));
            Assert.True(EventReader.TryParse(new Hamf.Pipeline.Validation.JsonRowParser(detector.Schema), json, row, rejects));
            Prediction prediction = detector.Predict(row, withReasons: count % 2 == 0);
            Assert.InRange(prediction.Score, 0, 1);
            Interlocked.Increment(ref count);
        }
    }

    private static async Task PromoteAsync(StreamWorld world, int version)
    {
        world.Register();
        world.Registry.SetAlias("pay", "champion", version, "test", "");
        Assert.Empty(await world.Live.RefreshAsync(Stop));
    }

    private static async Task StreamAsync(StreamWorld world, int from, int to)
    {
        world.Append(Enumerable.Range(from, to - from).Select(EventOf).ToArray());
        await world.DrainAsync();
    }

    private static string EventOf(int i) => StreamWorld.Event($"e{i}", i * 600_000L, i % 5, $"m{i % 3}", i % 90);
}
