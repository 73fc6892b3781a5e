using System.Globalization;
using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training;

/// <summary>Trains the algorithms that the detector asks for and keeps one. Chooses on validation only.</summary>
internal static class ModelSearch
{
    // Enough for a 95 % interval that is steady to about a tenth of its width; more only costs time.
    private const int Resamples = 200;

    /// <summary>
    /// Most rows of train and validation together that are fitted again as one once everything is chosen. Below it each row counts (on
    /// phishing pages, 4,700 rows, log loss fell by a tenth over six seeds); above it nothing was gained on 127,500 card payments.
    /// </summary>
    public const int MaxRefitRows = 50_000;

    /// <summary>Trains and chooses.</summary>
    public static TrainedModel Train(
        TrainingSpec spec, LabeledTable train, LabeledTable validation, IProgress<string>? progress, CancellationToken cancellation)
    {
        List<TrainedModel> candidates = [];
        if (spec.Algorithm is AlgorithmKind.Auto or AlgorithmKind.Gbdt)
        {
            progress?.Report($"training gradient boosting, up to {spec.Trees} trees");
            Model model = Gbdt(spec, train, validation, progress, cancellation);
            candidates.Add(Judge(model, validation));
        }

        if (spec.Algorithm is AlgorithmKind.Auto or AlgorithmKind.Logistic)
        {
            progress?.Report("training logistic regression");
            candidates.Add(Judge(new LogisticTrainer(spec.L2).Train(train.Features, train.Labels, cancellation), validation));
        }

        cancellation.ThrowIfCancellationRequested();
        TrainedModel chosen = candidates.Count == 1
            ? candidates[0]
            : Choose(candidates[0], candidates[1], validation.Labels, spec.Seed);
        return train.Labels.Length + validation.Labels.Length <= MaxRefitRows
            ? FitAgain(chosen, spec, train, validation, progress, cancellation)
            : chosen;
    }

    private static TrainedModel FitAgain(
        TrainedModel chosen,
        TrainingSpec spec,
        LabeledTable train,
        LabeledTable validation,
        IProgress<string>? progress,
        CancellationToken cancellation)
    {
        progress?.Report("fitting the chosen model again on train and validation");
        LabeledTable both = train.Append(validation);
        Model model;
        if (chosen.Model is TreeModel trees)
        {
            // More rows carry more trees; without validation rows there is nothing left to stop on, so their number grows in proportion.
            double growth = (double)both.Labels.Length / train.Labels.Length;
            TrainingSpec same = spec with { Trees = Math.Min(spec.Trees, (int)Math.Round(trees.TreeCount * growth)) };
            model = Gbdt(same, both, validation: null, progress: null, cancellation);
        }
        else
        {
            model = new LogisticTrainer(spec.L2).Train(both.Features, both.Labels, cancellation);
        }

        return chosen with { Model = model, IsFittedAgain = true };
    }

    private static TreeModel Gbdt(
        TrainingSpec spec, LabeledTable train, LabeledTable? validation, IProgress<string>? progress, CancellationToken cancellation)
    {
        var options = new GbdtOptions
        {
            Trees = spec.Trees,
            Leaves = spec.Leaves,
            LearningRate = spec.LearningRate,
            MinLeafRows = spec.MinLeafRows,
            L2 = spec.L2,
            Seed = spec.Seed,
        };
        return new GbdtTrainer(options).Train(
            train.Features, train.Labels, validation?.Features, validation?.Labels,
            progress is null ? null : new TreeProgress(progress), cancellation);
    }

    private static TrainedModel Judge(Model model, LabeledTable validation)
    {
        double[] scores = validation.Score(model);
        double averagePrecision = ClassificationMetrics.Compute(scores, validation.Labels, 0.5).AveragePrecision;
        return new TrainedModel(model, scores, averagePrecision, model.Algorithm);
    }

    // The better estimate is kept even within noise: the other is not shown to be as good either, and the words say how sure this is.
    private static TrainedModel Choose(TrainedModel a, TrainedModel b, byte[] labels, int seed)
    {
        (TrainedModel better, TrainedModel other) = b.AveragePrecision > a.AveragePrecision ? (b, a) : (a, b);
        PairedBootstrap comparison = PairedBootstrap.Compare(better.ValidationScores, other.ValidationScores, labels, Resamples, seed);
        string verdict = comparison.IsWithinNoise ? "within noise" : "beyond noise";
        string choice = string.Create(
            CultureInfo.InvariantCulture,
            $"{better.Model.Algorithm}: average precision {better.AveragePrecision:0.0000} on validation against {other.AveragePrecision:0.0000} of {other.Model.Algorithm}; the difference of {comparison.Difference:0.0000} (95 % interval {comparison.Low:0.0000} to {comparison.High:0.0000}) is {verdict}");
        return better with { Choice = choice };
    }

    /// <summary>Passes on every 50th tree; synchronous, unlike <see cref="Progress{T}"/>, so that lines keep their order.</summary>
    private sealed class TreeProgress(IProgress<string> target) : IProgress<int>
    {
        public void Report(int value)
        {
            if (value % 50 == 0)
            {
                target.Report($"{value} trees");
            }
        }
    }
}

/// <summary>Feature vectors with their labels.</summary>
/// <param name="Features">The vectors.</param>
/// <param name="Labels">1 or 0, [rows].</param>
internal sealed record LabeledTable(FeatureTable Features, byte[] Labels)
{
    /// <summary>Number of positive rows.</summary>
    public int Positives { get; } = Labels.Count(l => l == 1);

    /// <summary>Copies the given rows of a table.</summary>
    public static LabeledTable Take(FeatureTable table, byte[] labels, int[] rows) =>
        new(table.Take(rows), rows.Select(r => labels[r]).ToArray());

    /// <summary>These rows and then the others, which have the same features.</summary>
    public LabeledTable Append(LabeledTable other)
    {
        double[][] columns = Features.Columns.Select((c, f) => (double[])[.. c, .. other.Features.Columns[f]]).ToArray();
        return new LabeledTable(
            new FeatureTable(Features.Features, columns, Features.RowCount + other.Features.RowCount), [.. Labels, .. other.Labels]);
    }

    /// <summary>The model's scores of all rows.</summary>
    public double[] Score(Model model)
    {
        var scores = new double[Features.RowCount];
        model.ScoreAll(Features, scores);
        return scores;
    }
}

/// <summary>A trained model as validation sees it.</summary>
/// <param name="Model">The model.</param>
/// <param name="ValidationScores">Scores on validation, of the model that was fitted on train only.</param>
/// <param name="AveragePrecision">On validation.</param>
/// <param name="Choice">The algorithm, with the comparison in words when several were tried.</param>
internal sealed record TrainedModel(Model Model, double[] ValidationScores, double AveragePrecision, string Choice)
{
    /// <summary>Whether the model was fitted again on train and validation after everything was chosen.</summary>
    public bool IsFittedAgain { get; init; }
}
