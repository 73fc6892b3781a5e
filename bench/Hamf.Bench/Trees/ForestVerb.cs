using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Hamf.Models.Data;
using Hamf.Models.Learning;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Forests;

namespace Hamf.Bench.Trees;

/// <summary>Trains a forest several times with rising seeds: seconds of wall and processor, size, and ranking on test rows.</summary>
internal static class ForestVerb
{
    public const string Usage =
        "  trees-forest --data DIR --set A --features 30 [--trees 100] [--threads 0] [--seeds 3] [--cuts best|random] [--exact 0] [--bag 1] [--oob 0]";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        string set = Path.Combine(arguments.Text("data", "."), arguments.Text("set", "A"));
        int features = arguments.Number("features", 30);
        TrainingSet train = Read(set + "_train", features);
        TrainingSet test = Read(set + "_test", features);
        for (int seed = 1; seed <= arguments.Number("seeds", 3); seed++)
        {
            var options = new ForestOptions
            {
                Trees = arguments.Number("trees", 100),
                Threads = arguments.Number("threads", 0),
                Cuts = arguments.Text("cuts", "best") == "random" ? CutChoice.Random : CutChoice.Best,
                ExactValues = arguments.Number("exact", 0) == 1,
                Bootstrap = arguments.Number("bag", 1) == 1,
                Seed = seed,
            };
            Console.WriteLine(Measure(options, train, test, arguments.Number("oob", 0) == 1).ToJsonString());
        }

        return 0;
    }

    private static JsonObject Measure(ForestOptions options, TrainingSet train, TrainingSet test, bool outOfBag)
    {
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        var trainer = new ForestTrainer(options);
        ForestResult? result = outOfBag ? trainer.TrainWithOutOfBag(train) : null;
        TreeModel model = result?.Model ?? (TreeModel)trainer.Train(train);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double cpuSeconds = (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds;
        var scores = new double[test.Table.RowCount];
        model.ScoreAll(test.Table, scores);
        var answer = new JsonObject
        {
            ["algorithm"] = trainer.Algorithm,
            ["seed"] = options.Seed,
            ["seconds"] = Math.Round(seconds, 3),
            ["cpu_seconds"] = Math.Round(cpuSeconds, 3),
            ["nodes"] = model.Trees.NodeCount,
        };
        AddRanking(answer, "test", scores, test);
        if (result is not null)
        {
            AddRanking(answer, "out_of_bag", result.OutOfBag.Outputs, train);
        }

        answer["peak_mb"] = Process.GetCurrentProcess().PeakWorkingSet64 >> 20;
        return answer;
    }

    private static void AddRanking(JsonObject answer, string name, double[] scores, TrainingSet set)
    {
        int[] scored = Enumerable.Range(0, scores.Length).Where(row => !double.IsNaN(scores[row])).ToArray();
        ClassificationMetrics metrics = ClassificationMetrics.Compute(
            scored.Select(row => scores[row]).ToArray(), scored.Select(row => (byte)set.Targets[row]).ToArray(), 0.5);
        answer[name + "_ap"] = Math.Round(metrics.AveragePrecision, 4);
        answer[name + "_auc"] = Math.Round(metrics.RocAuc, 4);
    }

    private static TrainingSet Read(string prefix, int features)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(prefix + "_x.f32"));
        ReadOnlySpan<float> targets = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(prefix + "_y.f32"));
        var columns = new double[features][];
        for (int f = 0; f < features; f++)
        {
            columns[f] = new double[targets.Length];
            for (int row = 0; row < targets.Length; row++)
            {
                columns[f][row] = values[(row * features) + f];
            }
        }

        FeatureInfo[] infos = Enumerable.Range(0, features).Select(f => FeatureInfo.Numeric($"f{f}")).ToArray();
        return new TrainingSet(new FeatureTable(infos, columns, targets.Length), targets.ToArray().Select(t => (double)t).ToArray());
    }
}
