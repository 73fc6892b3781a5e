using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Bench.Trees;

/// <summary>
/// Scores rows of floats with the model in a file, as a caller does who knows nothing of engines: load, batch, row by row. How many
/// threads a batch may take, and which instructions, is set from outside (DOTNET_PROCESSOR_COUNT, DOTNET_EnableAVX512, DOTNET_EnableAVX2).
/// </summary>
internal static class ModelVerb
{
    public const string Usage = "  trees-model --model FILE --data FILE.f32 [--rows 50000] [--rounds 9] [--outputs FILE.f64]";

    private const int SingleRows = 10_000;
    private const int PlainRows = 2_000;
    private const int WarmUpSeconds = 1;

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        byte[] content = File.ReadAllBytes(arguments.Text("model", ""));
        int rounds = arguments.Number("rounds", 9);
        List<double> loads = [];
        TreeModel model = Load(content, rounds, loads);
        FeatureTable table = ReadRows(arguments.Text("data", ""), model.Features, arguments.Number("rows", 50_000));
        double[] outputs = new double[table.RowCount];
        var answer = new JsonObject
        {
            ["trees"] = model.TreeCount,
            ["nodes"] = model.Trees.NodeCount,
            ["processors"] = Environment.ProcessorCount,
            ["avx2"] = Avx2.IsSupported,
            ["avx512"] = Avx512BW.IsSupported,
            ["load_first_ms"] = Math.Round(loads[0], 2),
            ["load_ms"] = Math.Round(Median(loads.Skip(1)), 2),
        };
        MeasureBatch(answer, model, table, outputs, rounds);
        MeasureRows(answer, model, table, outputs, rounds);
        Console.WriteLine(answer.ToJsonString());
        if (arguments.Text("outputs", "") is { Length: > 0 } path)
        {
            File.WriteAllBytes(path, MemoryMarshal.AsBytes(outputs.AsSpan()).ToArray());
        }

        return 0;
    }

    // Reading a model checks it and builds the engine that scores it. The first time the JIT compiles all of that too.
    private static TreeModel Load(byte[] content, int rounds, List<double> milliseconds)
    {
        TreeModel? model = null;
        for (int round = 0; round <= rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            model = (TreeModel)ModelFile.Read(content);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return model!;
    }

    private static void MeasureBatch(JsonObject answer, TreeModel model, FeatureTable table, double[] outputs, int rounds)
    {
        WarmUp(() => model.ScoreAll(table, outputs));
        List<double> wall = [];
        List<double> processor = [];
        for (int round = 0; round < rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            double before = ThreadClock.Seconds;
            model.ScoreAll(table, outputs);
            processor.Add(ThreadClock.Seconds - before);
            wall.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        answer["batch_wall_us"] = Micros(Median(wall), table.RowCount);

        // The clock of the calling thread says nothing of what other threads did.
        if (Environment.ProcessorCount == 1)
        {
            answer["batch_us"] = Micros(Median(processor), table.RowCount);
        }
    }

    private static void MeasureRows(JsonObject answer, TreeModel model, FeatureTable table, double[] outputs, int rounds)
    {
        int count = Math.Min(SingleRows, table.RowCount);
        double[][] rows = Enumerable.Range(0, count).Select(row => CopyRow(table, row)).ToArray();
        var single = new double[count];
        List<double> seconds = [];
        long allocated = 0;
        WarmUp(() => ScoreEach(model, rows, single));
        for (int round = 0; round < rounds; round++)
        {
            long bytes = GC.GetAllocatedBytesForCurrentThread();
            double start = ThreadClock.Seconds;
            ScoreEach(model, rows, single);
            double taken = ThreadClock.Seconds - start;
            allocated = GC.GetAllocatedBytesForCurrentThread() - bytes;
            seconds.Add(taken);
        }

        WarmUp(() => PlainSeconds(model, rows));
        answer["single_us"] = Micros(Median(seconds), count);
        answer["single_bytes"] = Math.Round((double)allocated / count, 2);
        answer["plain_us"] = Micros(Median(Enumerable.Range(0, rounds).Select(_ => PlainSeconds(model, rows))), Math.Min(PlainRows, count));
        answer["row_equals_batch"] = MemoryMarshal.AsBytes(single.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(outputs.AsSpan(0, count)));
    }

    private static void ScoreEach(TreeModel model, double[][] rows, double[] outputs)
    {
        for (int row = 0; row < rows.Length; row++)
        {
            outputs[row] = model.Score(rows[row]);
        }
    }

    // The JIT compiles hot code again while it runs; that takes some tenths of a second.
    private static void WarmUp(Action action)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalSeconds < WarmUpSeconds)
        {
            action();
        }
    }

    private static double PlainSeconds(TreeModel model, double[][] rows)
    {
        var output = new double[1];
        double start = ThreadClock.Seconds;
        foreach (double[] row in rows.AsSpan(0, Math.Min(PlainRows, rows.Length)))
        {
            PlainScorer.Score(model.Trees, model.Features, row, output);
        }

        return ThreadClock.Seconds - start;
    }

    private static FeatureTable ReadRows(string path, IReadOnlyList<FeatureInfo> features, int rowsMax)
    {
        float[][] columns = SingleFile.ReadColumns(path, features.Count);
        return new FeatureTable(features, columns, Math.Min(rowsMax, columns[0].Length));
    }

    private static double[] CopyRow(FeatureTable table, int row)
    {
        var values = new double[table.Columns.Length];
        table.CopyRow(row, values);
        return values;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    private static double Micros(double seconds, int rows) => Math.Round(seconds / rows * 1e6, 4);
}
