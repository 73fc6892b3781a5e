using System.Diagnostics;
using System.Text.Json;
using Hamf.Models.Tests.Formats.Pickle;

namespace Hamf.Bench.Importing;

/// <summary>Reads damaged variants of good pickles. Every variant has a seed of its own, so that one that fails can be drawn again.</summary>
internal static class FuzzImportVerb
{
    public const string Usage = "  fuzz-import --files DIR [--variants 100000] [--seed 1]   reads damaged variants of the pickles in DIR";

    public static int Run(string[] args)
    {
        Arguments arguments = new(args);
        int variants = arguments.Number("variants", 100_000);
        int seed = arguments.Number("seed", 1);
        string folder = arguments.Text("files", "tests/Hamf.Models.Tests/Fixtures/Import/Pickle");
        byte[][] files = [.. PickleVariants.Sources(folder).Select(File.ReadAllBytes)];
        int read = 0;
        double slowest = 0;
        double mostAllocated = 0;
        Stopwatch watch = Stopwatch.StartNew();
        for (int i = 0; i < variants; i++)
        {
            byte[] variant = PickleVariants.Draw(new Random(seed + i), files);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            try
            {
                read += PickleVariants.IsRead(variant, CancellationToken.None) ? 1 : 0;
            }
            catch (Exception e)
            {
                Console.Error.WriteLine($"seed {seed + i}: {e}");
                return 1;
            }

            slowest = Math.Max(slowest, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            mostAllocated = Math.Max(mostAllocated, (GC.GetAllocatedBytesForCurrentThread() - before - (10.0 * variant.Length)) / (1 << 20));
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            variants,
            seed,
            read,
            refused = variants - read,
            seconds = Math.Round(watch.Elapsed.TotalSeconds, 1),
            slowestMilliseconds = Math.Round(slowest, 1),
            mostAllocatedBeyondTenfoldMegabytes = Math.Round(mostAllocated, 1),
        }));
        return 0;
    }
}
