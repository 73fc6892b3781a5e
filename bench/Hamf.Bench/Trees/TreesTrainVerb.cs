using System.Diagnostics;
using System.Text.Json.Nodes;
using Hamf.Bench.Streaming;
using Hamf.Models.Data;
using Hamf.Models.Formats.Hamf;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;

namespace Hamf.Bench.Trees;

/// <summary>
/// Trains boosted trees as the comparison with XGBoost does (learning rate 0.1, 31 leaves, 255 bins): wall and processor time with binning,
/// quality on test rows, peak memory with the data.
/// </summary>
internal static class TreesTrainVerb
{
    public const string Usage =
        "  trees-train --data DIR --set NAME --width 30 [--threads 2] [--trees 100] [--seeds 3]   (DIR has NAME_{train,test}_{x,y}.f32)";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        string prefix = Path.Combine(arguments.Text("data", "."), arguments.Text("set", "A"));
        int width = arguments.Number("width", 30);
        TrainingSet train = Read(prefix + "_train", width);
        for (int seed = 1; seed <= arguments.Number("seeds", 3); seed++)
        {
            var options = new GbdtOptions
            {
                Trees = arguments.Number("trees", 100),
                LearningRate = 0.1,
                Threads = arguments.Number("threads", 2),
                Seed = seed,
                GossTopShare = arguments.Number("goss-percent", 0) / 100.0,
                RowShare = arguments.Number("row-percent", 100) / 100.0,
            };
            Console.WriteLine(Measure(options, train, prefix, width).ToJsonString());
        }

        return 0;
    }

    private static JsonObject Measure(GbdtOptions options, TrainingSet train, string prefix, int width)
    {
        TimeSpan processorBefore = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        Model model = new GbdtTrainer(options).Train(train);
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double processor = (Environment.CpuUsage.TotalTime - processorBefore).TotalSeconds;
        long peak = ProcessMemory.Peak;
        TrainingSet test = Read(prefix + "_test", width);
        var scores = new double[test.Targets.Length];
        model.ScoreAll(test.Table, scores);
        byte[] labels = Array.ConvertAll(test.Targets, target => (byte)target);
        ClassificationMetrics quality = ClassificationMetrics.Compute(scores, labels, 0.5);
        return new JsonObject
        {
            ["seed"] = options.Seed,
            ["threads"] = options.Threads,
            ["wall_s"] = Math.Round(wall, 3),
            ["processor_s"] = Math.Round(processor, 3),
            ["auc"] = Math.Round(quality.RocAuc, 5),
            ["average_precision"] = Math.Round(quality.AveragePrecision, 5),
            ["peak_mb"] = peak >> 20,
            ["model"] = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(ModelFile.Write(model)))[..12],
        };
    }

    private static TrainingSet Read(string path, int width)
    {
        double[][] columns = SingleFile.ReadColumns(path + "_x.f32", width);
        double[] targets = Array.ConvertAll(SingleFile.Read(path + "_y.f32"), value => (double)value);
        FeatureInfo[] features = Enumerable.Range(0, width).Select(f => FeatureInfo.Numeric($"f{f}")).ToArray();
        return new TrainingSet(new FeatureTable(features, columns, targets.Length), targets);
    }
}
