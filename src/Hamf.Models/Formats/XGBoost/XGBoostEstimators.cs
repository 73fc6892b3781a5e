using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Formats.Boosting;
using Hamf.Models.Graph;
using Hamf.Models.Graph.Boosting;
using Hamf.Models.Trees;

namespace Hamf.Models.Formats.XGBoost;

/// <summary>Makes an estimator of a model of XGBoost.</summary>
internal static class XGBoostEstimators
{
    // A column costs about a hundred bytes whatever the file's size.
    private const int MaxFeatures = 500_000;
    private const int MaxOutputs = 10_000;

    /// <summary>The estimator.</summary>
    /// <exception cref="ImportException">The model cannot be proved sane, or is not of the kind that is expected.</exception>
    public static Estimator Build(XGBoostModel model, XGBoostUse use)
    {
        if (model.FeatureCount is < 1 or > MaxFeatures || model.OutputCount > MaxOutputs)
        {
            throw new ImportException(string.Empty, $"a model of {model.FeatureCount} columns and {model.OutputCount} outputs cannot be imported (at most {MaxFeatures} and {MaxOutputs})");
        }

        XGBoostObjective objective = XGBoostObjective.Of(model.Objective);
        string[] classes = Classes(model, objective.Link, use);
        float[] starts = Starts(model, objective);
        try
        {
            Estimator estimator = model.Booster == "gblinear"
                ? Linear(model, objective, classes, starts)
                : new TreeEstimator(Trees(model, objective, starts, TreeCount(model, use)), classes, absentIsMissing: true);
            return double.IsNaN(use.Missing) ? estimator : new PipelineEstimator(MissingNumber(model.FeatureCount, use.Missing), estimator);
        }
        catch (ArgumentException e)
        {
            throw new ImportException(string.Empty, $"the model of XGBoost does not fit together: {e.Message.TrimEnd('.')}", cause: e);
        }
    }

    /// <summary>How many trees predict: all, or those up to the best round.</summary>
    public static int TreeCount(XGBoostModel model, XGBoostUse use)
    {
        int? best = model.Attributes.TryGetValue("best_iteration", out string? text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int round)
            ? round
            : use.BestRound;
        long trees = best is null || !use.StopsAtBest ? model.Trees.Count : (best.Value + 1L) * model.OutputCount * Math.Max(model.ParallelTrees, use.ParallelTrees);
        return (int)Math.Clamp(trees, 0, model.Trees.Count);
    }

    private static string[] Classes(XGBoostModel model, TreeLink link, XGBoostUse use)
    {
        int count = link switch
        {
            TreeLink.Softmax => model.OutputCount,
            TreeLink.Logistic or TreeLink.Step => 2,
            _ => 0,
        };
        if (link != TreeLink.Softmax && model.OutputCount > 1)
        {
            throw new ImportException(string.Empty, $"the objective '{model.Objective}' with {model.OutputCount} outputs cannot be imported");
        }

        if (use.IsClassifier && count == 0)
        {
            throw new ImportException(
                string.Empty,
                $"a classifier with the objective '{model.Objective}' gives no probabilities",
                "Train it with binary:logistic, or import its booster alone for the raw score");
        }

        return use.Classes is null || count == 0 ? [.. Enumerable.Range(0, count).Select(i => i.ToString(CultureInfo.InvariantCulture))]
            : use.Classes.Length == count ? use.Classes
            : throw new ImportException(string.Empty, $"{use.Classes.Length} class labels do not fit a model that tells {count} classes apart");
    }

    // Before 1.0 a file held the sum itself.
    private static float[] Starts(XGBoostModel model, XGBoostObjective objective)
    {
        float[] scores = model.BaseScore.Length == model.OutputCount ? model.BaseScore
            : model.BaseScore.Length == 1 ? [.. Enumerable.Repeat(model.BaseScore[0], model.OutputCount)]
            : throw new ImportException(string.Empty, $"{model.BaseScore.Length} base scores do not fit {model.OutputCount} outputs");
        float[] starts = model.Version.Major == 0 ? scores : Array.ConvertAll(scores, score => objective.Start(score));
        return Array.TrueForAll(starts, float.IsFinite)
            ? starts
            : throw new ImportException(string.Empty, $"a base score of {scores[0]} is impossible with the objective '{model.Objective}'");
    }

    private static TreeModel Trees(XGBoostModel model, XGBoostObjective objective, float[] starts, int count)
    {
        if (model.Booster == "dart" && model.TreeWeights.Length != model.Trees.Count)
        {
            throw new ImportException(string.Empty, $"{model.TreeWeights.Length} weights do not fit {model.Trees.Count} trees");
        }

        FeatureInfo[] features = BoostedFeatures.Build(XGBoostCategories.Count(model.Trees.Take(count).Select(tree => tree.Nodes), model.FeatureCount));
        var trees = new BoostedTrees(features, Array.ConvertAll(starts, start => (double)start)) { Sum = TreeSum.Single, RoundsToSingle = true };
        for (int i = 0; i < count; i++)
        {
            (BoostedNode[] nodes, int output) = model.Trees[i];
            trees.Add(model.TreeWeights.Length > 0 ? Weighted(nodes, model.TreeWeights[i]) : nodes, output, $"tree {i}");
        }

        return trees.Build(model.Booster == "dart" ? "xgboost_dart" : "xgboost", objective.Link);
    }

    private static BoostedNode[] Weighted(BoostedNode[] nodes, float weight) =>
        Array.ConvertAll(nodes, node => node.Feature == TreeEnsemble.Leaf ? node with { Value = (float)node.Value * weight } : node);

    private static SingleLinearEstimator Linear(XGBoostModel model, XGBoostObjective objective, string[] classes, float[] starts)
    {
        int outputs = model.OutputCount;
        if (model.LinearWeights.Length != ((long)model.FeatureCount + 1) * outputs)
        {
            throw new ImportException(string.Empty, $"{model.LinearWeights.Length} weights do not fit {model.FeatureCount} columns and {outputs} outputs");
        }

        float[] biased = [.. starts.Select((start, k) => model.LinearWeights[(model.FeatureCount * outputs) + k] + start)];
        return new SingleLinearEstimator(classes, model.LinearWeights[..(model.FeatureCount * outputs)], biased, objective.Link);
    }

    private static CellOperator MissingNumber(int width, double missing) =>
        new([.. Enumerable.Repeat(CellRule.NumberIsMissing, width)], missing, absentIsMissing: true);
}
