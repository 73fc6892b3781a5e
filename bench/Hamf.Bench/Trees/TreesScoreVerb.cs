using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Hamf.Models.Data;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Scoring;

namespace Hamf.Bench.Trees;

/// <summary>
/// Scores float32 rows with every engine that can hold the trees: nanoseconds per row and tree, best of several alternating rounds, in
/// processor time of one thread; then two threads in wall time; and whether all outputs are those of the plain scorer.
/// </summary>
internal static class TreesScoreVerb
{
    public const string Usage = "  trees-score --model FILE --data FILE.f32 [--rows 50000] [--rounds 5]";

    private const int SingleRows = 10_000;

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        (TreeEnsemble trees, FeatureInfo[] features) = FlatTrees.Read(arguments.Text("model", ""));
        FeatureTable table = ReadRows(arguments.Text("data", ""), features, arguments.Number("rows", 50_000));
        int rounds = arguments.Number("rounds", 5);
        Dictionary<string, Func<FeatureTable, double[]>> engines = Engines(trees, features);
        double[] expected = engines["plain"](table);
        if (arguments.Text("outputs", "") is { Length: > 0 } path)
        {
            File.WriteAllBytes(path, MemoryMarshal.AsBytes(expected.AsSpan()).ToArray());
        }

        var best = engines.Keys.ToDictionary(name => name, _ => double.MaxValue);
        var same = new JsonArray();
        for (int round = 0; round < rounds; round++)
        {
            foreach ((string name, Func<FeatureTable, double[]> score) in engines)
            {
                FeatureTable rows = name.StartsWith("row", StringComparison.Ordinal) ? Head(table, SingleRows) : table;
                double start = ThreadClock.Seconds;
                double[] outputs = score(rows);
                best[name] = Math.Min(best[name], (ThreadClock.Seconds - start) / rows.RowCount * 1e9);
                if (!MemoryMarshal.AsBytes(expected.AsSpan(0, rows.RowCount)).SequenceEqual(MemoryMarshal.AsBytes(outputs.AsSpan())))
                {
                    same.Add($"{name} differs");
                }
            }
        }

        Console.WriteLine(Report(trees, features, table, rounds, best, same));
        return same.Count;
    }

    private static JsonObject Report(
        TreeEnsemble trees, FeatureInfo[] features, FeatureTable table, int rounds, Dictionary<string, double> best, JsonArray faults)
    {
        long start = Stopwatch.GetTimestamp();
        var scorer = new EnsembleScorer(trees, features, TreeLink.Identity, SimdLevels.Best);
        double compile = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        var engines = new JsonObject();
        foreach ((string name, double nanoseconds) in best)
        {
            engines[name] = new JsonObject
            {
                ["ns_per_row_and_tree"] = Math.Round(nanoseconds / trees.TreeCount, 3),
                ["us_per_row"] = Math.Round(nanoseconds / 1000, 3),
                ["rows_per_s"] = Math.Round(1e9 / nanoseconds),
            };
        }

        return new JsonObject
        {
            ["trees"] = trees.TreeCount,
            ["nodes"] = trees.NodeCount,
            ["rows"] = table.RowCount,
            ["chosen"] = $"{scorer.Rows?.GetType().Name ?? "plain"}, {scorer.Blocks.GetType().Name}",
            ["compile_ms"] = Math.Round(compile, 1),
            ["engines"] = engines,
            ["threads_1_rows_per_s"] = WallRate(scorer, table, 1, rounds),
            ["threads_2_rows_per_s"] = WallRate(scorer, table, 2, rounds),
            ["faults"] = faults,
        };
    }

    private static double WallRate(EnsembleScorer scorer, FeatureTable table, int threads, int rounds)
    {
        var outputs = new double[table.RowCount];
        double best = double.MaxValue;
        for (int round = 0; round < 3 * rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            scorer.ScoreAll(table, outputs, threads);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return Math.Round(table.RowCount / best);
    }

    private static Dictionary<string, Func<FeatureTable, double[]>> Engines(TreeEnsemble trees, FeatureInfo[] features)
    {
        var leafOf = new int[trees.NodeCount];
        var map = new ChannelMap(trees, features);
        LeafValues leaves = LeafValues.Collect(trees, leafOf);
        var engines = new Dictionary<string, Func<FeatureTable, double[]>>
        {
            ["plain"] = table => Each(table, (row, output) => PlainScorer.Score(trees, features, row, output)),
        };
        var lean = new LeanNodes(trees, map, leaves, leafOf);
        Add("lean", lean, lean);
        if (SimdLevels.Best >= SimdLevel.Vector512 && WideNodes.TryBuild(trees, map, leaves, leafOf) is { } wide)
        {
            Add("wide", wide, wide);
        }

        if (SimdLevels.Best >= SimdLevel.Vector512 && LeafBitVectors.TryBuild(trees, map, leaves, leafOf) is { } bits)
        {
            Add("leaf bits", bits, null);
        }

        foreach (SimdLevel level in Enum.GetValues<SimdLevel>().Where(level => level <= SimdLevels.Best && level > SimdLevel.Scalar))
        {
            Add($"select {level}", null, SelectNetwork.TryBuild(trees, map, leaves, leafOf, level));
        }

        return engines;

        void Add(string name, IRowScorer? rows, IBlockScorer? blocks)
        {
            if (rows is not null)
            {
                engines[$"row {name}"] = table => Each(table, rows.Score);
            }

            if (blocks is not null)
            {
                engines[name] = table =>
                {
                    var outputs = new double[table.RowCount];
                    blocks.Score(table, 0, table.RowCount, outputs);
                    return outputs;
                };
            }
        }
    }

    private static double[] Each(FeatureTable table, Action<ReadOnlySpan<double>, Span<double>> score)
    {
        var outputs = new double[table.RowCount];
        var row = new double[table.Columns.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            table.CopyRow(i, row);
            score(row, outputs.AsSpan(i, 1));
        }

        return outputs;
    }

    private static FeatureTable Head(FeatureTable table, int rows) => table with { RowCount = Math.Min(rows, table.RowCount) };

    private static FeatureTable ReadRows(string path, FeatureInfo[] features, int rowsMax)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path));
        int rows = Math.Min(rowsMax, values.Length / features.Length);
        double[][] columns = features.Select(_ => new double[rows]).ToArray();
        for (int i = 0; i < rows * features.Length; i++)
        {
            columns[i % features.Length][i / features.Length] = values[i];
        }

        return new FeatureTable(features, columns, rows);
    }
}
