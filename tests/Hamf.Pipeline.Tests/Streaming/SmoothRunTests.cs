using Hamf.Pipeline.Flows.Streaming;
using Hamf.Pipeline.Labels;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Streaming;

/// <summary>The same script of events and labels with and without interruptions.</summary>
public sealed class SmoothRunTests
{
    [Fact]
    public void An_interrupted_run_scores_like_one_that_never_stopped() => Seeds.ForEach(15, random =>
    {
        int seed = random.Next();
        StreamWorld smooth = Run(seed, interruptions: null);
        StreamWorld rough = Run(seed, new Random(seed + 1));

        Assert.Equal(smooth.Log.Texts("topic_2"), rough.Log.Texts("topic_2"));
        Assert.Equal(smooth.Log.Texts("topic_1.dlq"), rough.Log.Texts("topic_1.dlq"));
        Assert.Equal(smooth.Log.Texts("topic_1.pay.labels"), rough.Log.Texts("topic_1.pay.labels"));
        Assert.NotEmpty(smooth.Log.Texts("topic_1.pay.labels"));
        Assert.Equal(smooth.StateBytes(), rough.StateBytes());
    });

    private static StreamWorld Run(int seed, Random? interruptions)
    {
        Random random = new(seed);
        StreamWorld world = new() { Options = new ScoreStageOptions { BatchRecords = 1000, SnapshotEvents = 40 } };
        world.StartStages();
        if (interruptions is not null)
        {
            world.Log.NextFailure = () => interruptions.Next(4) switch { 0 => Failure.BeforeCommit, 1 => Failure.AfterCommit, _ => Failure.None };
        }

        for (int round = 0; round < 40; round++)
        {
            int first = round * 10;
            world.Append(Enumerable.Range(first, 10).Select(i => Event(i % 97 == 0 ? i / 2 : i)).ToArray());
            world.Labels.Add(Enumerable.Range(0, 3).Select(_ => LabelOf(random.Next(first + 30), random)).ToArray());
            if (interruptions?.Next(3) == 0)
            {
                world.Crash();
            }

            StreamWorld.DrainAsync(world.Score).GetAwaiter().GetResult();
        }

        return world;
    }

    private static string Event(int number) => StreamWorld.Event($"e{number}", number * 600_000L, number % 5, $"m{number % 3}", number * 31 % 97);

    private static Label LabelOf(int number, Random random) =>
        new($"e{number}", random.Next(2) == 0, "chargeback", DateTimeOffset.FromUnixTimeMilliseconds(number * 600_000L + random.Next(5_000_000)));
}
