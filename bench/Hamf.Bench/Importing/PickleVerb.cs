using System.Diagnostics;
using System.Text.Json;
using Hamf.Models.Formats.Pickle;

namespace Hamf.Bench.Importing;

/// <summary>Reads one pickle: how fast, and with how much memory beside the file itself.</summary>
internal static class PickleVerb
{
    public const string Usage = "  pickle --file FILE [--rounds 3]   reads a pickle or joblib file as data";

    public static int Run(string[] args)
    {
        Arguments arguments = new(args);
        byte[] content = File.ReadAllBytes(arguments.Text("file", string.Empty));
        double best = double.PositiveInfinity;
        long allocated = 0;
        PickleSummary? summary = null;
        for (int round = arguments.Number("rounds", 3); round > 0; round--)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Stopwatch watch = Stopwatch.StartNew();
            (_, summary) = PickleFile.ReadWithSummary(content, new PickleLimits());
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        }

        double megabytes = content.Length / (double)(1 << 20);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            megabytes = Math.Round(megabytes, 1),
            objects = summary?.ObjectCount,
            seconds = Math.Round(best, 3),
            megabytesPerSecond = Math.Round(megabytes / best),
            allocatedMegabytes = Math.Round(allocated / (double)(1 << 20), 1),
        }));
        return 0;
    }
}
