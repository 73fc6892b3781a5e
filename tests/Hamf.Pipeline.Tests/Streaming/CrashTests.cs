using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Labels;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Streaming;

/// <summary>The whole stream from one seed: crashes, failed commits, repeats, conflicts, poison and late labels.</summary>
public sealed class CrashTests
{
    [Fact]
    public void Crashes_lose_nothing_double_nothing_and_change_no_bit() => Seeds.ForEach(25, random =>
    {
        StreamWorld world = new() { Options = new ScoreStageOptions { BatchRecords = random.Next(1, 20), SnapshotEvents = random.Next(10, 200) } };
        world.StartStages();
        world.Log.NextFailure = () => random.Next(15) switch { 0 => Failure.BeforeCommit, 1 => Failure.AfterCommit, _ => Failure.None };
        world.Scores.NextFails = () => random.Next(10) == 0;
        List<string> ids = [];
        for (int step = 0; step < 150; step++)
        {
            Step(world, random, ids);
        }

        world.DrainAsync().GetAwaiter().GetResult();

        Judge(world, ids);
        Assert.Equal(world.StateBytes(), ReplayedFromNothing(world));
    });

    private static void Step(StreamWorld world, Random random, List<string> ids)
    {
        switch (random.Next(10))
        {
            case < 4:
                world.Append(Enumerable.Range(0, random.Next(1, 12)).Select(_ => NextEvent(random, ids)).ToArray());
                break;
            case 4 when ids.Count > 0:
                Label(world, random, ids);
                break;
            case 5:
                world.Crash();
                break;
            case 6:
                world.Time.Advance(TimeSpan.FromMinutes(random.Next(3)));
                break;
            default:
                RunSome(world, random);
                break;
        }
    }

    private static string NextEvent(Random random, List<string> ids)
    {
        if (random.Next(30) == 0)
        {
            return "{\"degrees_in_celsion\":18}";
        }

        bool isRepeat = ids.Count > 0 && random.Next(6) == 0;
        int number = isRepeat ? random.Next(ids.Count) : ids.Count;
        if (!isRepeat)
        {
            ids.Add($"e{number}");
        }

        // A repeat has the values of its number; a conflict another amount.
        double amount = (number * 37 % 101) + (isRepeat && random.Next(3) == 0 ? 1000 : 0);
        return StreamWorld.Event($"e{number}", number * 600_000L, number % 7, $"m{number % 3}", amount, number % 4 == 0 ? ",\"is_fraud\":1" : "");
    }

    // Some labels come before their event, some for an event that never comes, some correct an earlier one.
    private static void Label(StreamWorld world, Random random, List<string> ids)
    {
        int number = random.Next(ids.Count + 20);
        world.Labels.Add([new Label($"e{number}", random.Next(2) == 0, "analyst:anna", DateTimeOffset.FromUnixTimeMilliseconds(number * 600_000L + random.Next(10_000_000)))]);
    }

    private static void RunSome(StreamWorld world, Random random)
    {
        IStage stage = random.Next(3) switch { 0 => world.Sink, 1 => world.Alert, _ => world.Score };
        try
        {
            stage.RunOnceAsync(TimeSpan.Zero, default).GetAwaiter().GetResult();
        }
        catch (IOException)
        {
            // Injected; the worker would try again.
        }
    }

    private static void Judge(StreamWorld world, List<string> ids)
    {
        Assert.Equal(ids.Order(), world.Scores.Events.Keys.Order());
        Assert.Equal(ids.Count, world.Log.Topic("topic_2").Count);
        Assert.Equal(world.Scores.Events.Values.Where(e => e.Decision).Select(e => e.EventId).Order(), world.Alerts.Alerts.Select(a => a.EventId).Order());
        Assert.NotEmpty(world.Alerts.Alerts);
    }

    // The oracle: the records in one go, with what was written about labels, by a process that never crashed.
    private static byte[] ReplayedFromNothing(StreamWorld world)
    {
        world.States.All.Clear();
        world.Crash();
        return world.StateBytes();
    }
}
