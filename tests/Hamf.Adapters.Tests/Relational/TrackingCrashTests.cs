using System.Diagnostics;
using System.Globalization;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit;

namespace Hamf.Adapters.Tests.Relational;

public sealed class TrackingCrashTests : IDisposable
{
    private const int Kills = 50;

    private readonly TempFolder _folder = new();

    [Fact]
    [Trait("size", "slow")]
    public async Task Killed_at_any_moment_every_acknowledged_write_is_there_and_none_is_half()
    {
        string path = _folder.File("hamf.db");
        var random = new Random(50);
        var said = new List<string[]>();
        for (int kill = 0; kill < Kills; kill++)
        {
            said.AddRange(await RunUntilKilledAsync(path, kill, random));
        }

        using var database = new SqliteDatabase(new SqliteOptions { Path = path }, TimeProvider.System);
        var store = new TrackingStore(database);
        Assert.True(said.Count >= 1_000, $"only {said.Count} writes");
        Assert.All(said.Where(s => s[0] == "experiment"), s => Assert.Equal(s[1], store.FindExperiment(s[1])!.Tags["k"]));
        Assert.All(said.Where(s => s[0] == "run"), s => Assert.Contains(KeyValuePair.Create("k", "v"), store.FindRun(s[1])!.Tags));
        Assert.All(said.Where(s => s[0] == "ended"), s => Assert.Equal(RunStatus.Finished, store.FindRun(s[1])!.Status));
        Assert.All(said.Where(s => s[0] == "batch"), s => Assert.Contains(
            KeyValuePair.Create(TrackingCrashProbe.BatchTag + s[2], $"{s[3]} {s[4]}"), store.FindRun(s[1])!.Tags));
        Assert.All(said.Where(s => s[0] is "moving" or "moved").GroupBy(s => s[1]), moves => IsWhereItWasMoved(store, moves));
        Assert.All(said.Where(s => s[0] == "run"), s => HasWholeBatchesOnly(store, store.FindRun(s[1])!));
    }

    public void Dispose() => _folder.Dispose();

    // The last move that was announced may have happened or not; every other one has.
    private static void IsWhereItWasMoved(TrackingStore store, IEnumerable<string[]> moves)
    {
        string[] last = moves.Last();
        LifecycleStage to = Enum.Parse<LifecycleStage>(last[2]);
        LifecycleStage found = store.FindRun(last[1])!.Stage;
        Assert.True(found == to || last[0] == "moving", $"Run {last[1]} was moved to {to} and is {found}.");
    }

    private static void HasWholeBatchesOnly(TrackingStore store, TrackedRun run)
    {
        var points = new HashSet<(string, long)>();
        var parameters = new HashSet<string>();
        foreach ((string key, string value) in run.Tags.Where(t => t.Key.StartsWith(TrackingCrashProbe.BatchTag, StringComparison.Ordinal)))
        {
            long batch = long.Parse(key[TrackingCrashProbe.BatchTag.Length..], CultureInfo.InvariantCulture);
            int[] counts = [.. value.Split(' ').Select(v => int.Parse(v, CultureInfo.InvariantCulture))];
            points.UnionWith(Enumerable.Range(0, counts[0]).Select(i => ($"m{i}", batch)));
            parameters.UnionWith(Enumerable.Range(0, counts[1]).Select(i => $"p{batch}.{i}"));
        }

        Assert.Equal(parameters.Order(), run.Params.Select(p => p.Key).Order());
        Assert.Equal(points.GroupBy(p => p.Item1).Select(g => g.Max()).Order(), run.Metrics.Select(m => (m.Key, m.Step)).Order());
        Assert.Equal(
            points.Order(), run.Metrics.SelectMany(m => store.MetricHistory(run.RunId, m.Key, null, 0).Items).Select(m => (m.Key, m.Step)).Order());
    }

    // The moment of the kill is a number of acknowledgements and a spin, not a sleep: it falls anywhere in the work that follows.
    private static async Task<List<string[]>> RunUntilKilledAsync(string path, int number, Random random)
    {
        using ProbeProcess started = ProbeProcess.Start(TrackingCrashProbe.Verb, path, number.ToString(CultureInfo.InvariantCulture));
        Process probe = started.Process;
        var said = new List<string[]>();
        int killAfter = random.Next(1, 90);
        long spin = random.Next(0, (int)(Stopwatch.Frequency / 200));
        while (await probe.StandardOutput.ReadLineAsync() is { } line)
        {
            said.Add(line.Split(' '));
            if (said.Count == killAfter)
            {
                long from = Stopwatch.GetTimestamp();
                SpinWait.SpinUntil(() => Stopwatch.GetTimestamp() - from >= spin);
                probe.Kill();
            }
        }

        await probe.WaitForExitAsync();
        return said;
    }
}
