using System.Globalization;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>
/// The process that crash tests of tracking kill: two threads write whatever a server writes and say on the output what was acknowledged. What may
/// be under way when the process dies cannot be known, except for what changes a run: that is announced first.
/// </summary>
internal static class TrackingCrashProbe
{
    public const string Verb = "--tracking-crash-probe";

    /// <summary>The tag of a batch holds how many points and parameters it has.</summary>
    public const string BatchTag = "batch.";

    public static void Run(string path, string seed)
    {
        using var database = new SqliteDatabase(new SqliteOptions { Path = path }, TimeProvider.System);
        var store = new TrackingStore(database);
        int first = int.Parse(seed, CultureInfo.InvariantCulture);
        Parallel.For(0, 2, thread => Work(store, new Random((2 * first) + thread), $"{first}-{thread}"));
    }

    private static void Work(TrackingStore store, Random random, string name)
    {
        long experiment = 0;
        for (int round = 0; ; round++)
        {
            if (round % 3 == 0)
            {
                string title = string.Create(CultureInfo.InvariantCulture, $"{name}-{round}");
                experiment = store.CreateExperiment(title, null, [KeyValuePair.Create("k", title)]);
                Say("experiment", title);
            }

            WorkOnRun(store, random, experiment);
        }
    }

    private static void WorkOnRun(TrackingStore store, Random random, long experiment)
    {
        string id = store.CreateRun(new NewRun { ExperimentId = experiment, Tags = [KeyValuePair.Create("k", "v")] }).RunId;
        Say("run", id);
        for (int batch = 0; batch < 6; batch++)
        {
            (int points, int parameters) = (random.Next(400), random.Next(20));
            store.Log(id, Batch(batch, points, parameters));
            Say("batch", id, batch, points, parameters);
        }

        store.UpdateRun(id, RunStatus.Finished, 1, null);
        Say("ended", id);
        foreach (LifecycleStage to in (LifecycleStage[])[LifecycleStage.Deleted, LifecycleStage.Active])
        {
            Say("moving", id, to);
            store.MoveRun(id, to);
            Say("moved", id, to);
        }
    }

    private static RunBatch Batch(int number, int points, int parameters) => new(
        [.. Enumerable.Range(0, points).Select(i => new MetricPoint($"m{i}", i, number, number))],
        [.. Enumerable.Range(0, parameters).Select(i => KeyValuePair.Create($"p{number}.{i}", "v"))],
        [KeyValuePair.Create(BatchTag + number, string.Create(CultureInfo.InvariantCulture, $"{points} {parameters}"))]);

    private static void Say(params object[] words)
    {
        lock (Console.Out)
        {
            Console.Out.WriteLine(string.Join(' ', words));
            Console.Out.Flush();
        }
    }
}
