using System.Diagnostics;
using System.Text.Json.Nodes;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Linear;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;
using Hamf.Models.Trees.Forests;

namespace Hamf.Bench.Trees;

/// <summary>Trains each algorithm as it comes, on one thread per processor, and ranks test rows with it: average precision, AUC, seconds.</summary>
internal static class QualityVerb
{
    public const string Usage = "  quality --train FILE.csv --test FILE.csv [--seed 1]   (numbers; NAME#K is a column of codes 0..K; the last column is 0 or 1)";

    public static int Run(string[] args)
    {
        var arguments = new Arguments(args);
        TrainingSet train = NumbersFile.Read(arguments.Text("train", ""));
        TrainingSet test = NumbersFile.Read(arguments.Text("test", ""));
        byte[] labels = Array.ConvertAll(test.Targets, target => (byte)target);
        var answer = new JsonObject();
        foreach ((string name, Trainer trainer) in Trainers(arguments.Number("seed", 1)))
        {
            long start = Stopwatch.GetTimestamp();
            Model model = trainer.Train(train);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            var scores = new double[test.Table.RowCount];
            model.ScoreAll(test.Table, scores);
            ClassificationMetrics metrics = ClassificationMetrics.Compute(scores, labels, 0.5);
            answer[name] = new JsonObject
            {
                ["ap"] = metrics.AveragePrecision,
                ["auc"] = metrics.RocAuc,
                ["seconds"] = Math.Round(seconds, 3),
            };
        }

        Console.WriteLine(answer.ToJsonString());
        return 0;
    }

    private static Dictionary<string, Trainer> Trainers(int seed) => new()
    {
        ["gbdt"] = new GbdtTrainer(new GbdtOptions { Seed = seed }),
        ["random forest"] = new ForestTrainer(new ForestOptions { Seed = seed }),
        ["extra trees"] = new ForestTrainer(ForestOptions.ExtraTrees with { Seed = seed }),
        ["logistic"] = new LogisticTrainer(new LogisticOptions()),
    };
}
