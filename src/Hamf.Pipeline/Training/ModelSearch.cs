using System.Globalization;
using Hamf.Models.Graph;
using Hamf.Models.Linear;
using Hamf.Models.Metrics;
using Hamf.Models.Trees;
using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training;

/// <summary>
/// Trains the algorithms that the detector asks for and keeps one. Chooses on validation only: on the validation rows, or, for small
/// data in no order of time, by cross-validation over train and validation. Used once.
/// </summary>
internal sealed class ModelSearch(TrainingSpec spec, IProgress<string>? progress, CancellationToken cancellation)
{
    /// <summary>
    /// Most rows of train and validation together that are fitted again as one once everything is chosen. Below it each row counts (on
    /// phishing pages, 4,700 rows, log loss fell by a tenth over six seeds); above it nothing was gained on 127,500 card payments.
    /// </summary>
    public const int MaxRefitRows = 50_000;

    // Average precision on a fold of few positives jumps from tree to tree. On folds the best of all trees is taken; waiting for only so many
    // without progress stopped at half of what was best for the test rows (six splits of 9,144 card payments and of 5,849 pages).
    private const int PatienceTrees = 50;

    // Enough for a 95 % interval that is steady to about a tenth of its width; more only costs time.
    private const int Resamples = 200;

    /// <summary>Trains and chooses.</summary>
    /// <param name="train">Rows to fit.</param>
    /// <param name="validation">Rows to choose on.</param>
    /// <param name="isExchangeable">Whether a row may be judged by a model of any other rows: no order of time, no entities to keep together.</param>
    public TrainedModel Train(LabeledTable train, LabeledTable validation, bool isExchangeable)
    {
        int rows = train.Labels.Length + validation.Labels.Length;
        LabeledTable? both = rows <= MaxRefitRows ? train.Append(validation) : null;
        if (isExchangeable && both is not null && rows <= CrossValidation.MaxRows && Folds.Assign(both, spec.Seed) is { } foldOf)
        {
            return CrossValidate(both, foldOf);
        }

        TrainedModel[] tried = Candidate.Of(spec).Select(c => TrainOne(c, train, validation)).ToArray();
        cancellation.ThrowIfCancellationRequested();
        TrainedModel chosen = tried.MaxBy(t => t.AveragePrecision)!;
        return (both is null ? chosen : FitAgain(chosen, both, (double)rows / train.Labels.Length)) with
        {
            Choice = Compare(tried.Select(t => new Contender(t.Candidate, t.ValidationScores, t.AveragePrecision)), validation.Labels, "on validation"),
        };
    }

    private TrainedModel TrainOne(Candidate candidate, LabeledTable train, LabeledTable validation)
    {
        progress?.Report(candidate.Spec.Algorithm == AlgorithmKind.Gbdt
            ? $"training gradient boosting, up to {spec.Trees} trees"
            : "training logistic regression");
        Model model = Fit(candidate, train, validation, spec.Trees, threads: 0, progress);
        double[] scores = validation.Score(model);
        double averagePrecision = ClassificationMetrics.Compute(scores, validation.Labels, 0.5).AveragePrecision;
        return new TrainedModel(candidate, model, scores, validation.Labels, averagePrecision) { ValidationModel = model };
    }

    private TrainedModel CrossValidate(LabeledTable both, int[] foldOf)
    {
        List<(Candidate Candidate, CrossValidated Result)> tried = [];
        foreach (Candidate candidate in Candidate.OfSmallData(spec))
        {
            progress?.Report($"cross-validating {candidate.Name} in {Folds.Count} folds");

            // The folds share the machine; a model does not depend on its number of threads.
            tried.Add((candidate, CrossValidation.Run(
                both, foldOf, (train, held) => Fit(candidate, train, held, spec.Trees, threads: 1, progress: null, patience: spec.Trees), cancellation)));
        }

        (Candidate kept, CrossValidated chosen) = tried.MaxBy(t => t.Result.AveragePrecision)!;
        int trees = TreesFor(chosen.MeanTrees, Folds.Count / (Folds.Count - 1.0));
        progress?.Report("fitting the chosen model on train and validation");
        Model model = Fit(kept, both, null, trees, threads: 0, progress: null);
        return new TrainedModel(kept, model, chosen.Scores, both.Labels, chosen.AveragePrecision)
        {
            IsFittedAgain = true,
            IsCrossValidated = true,
            Choice = Compare(tried.Select(t => new Contender(t.Candidate, t.Result.Scores, t.Result.AveragePrecision)), both.Labels, "in cross-validation"),
        };
    }

    private TrainedModel FitAgain(TrainedModel chosen, LabeledTable both, double growth)
    {
        progress?.Report("fitting the chosen model again on train and validation");
        int trees = chosen.Model is TreeModel model ? TreesFor(model.TreeCount, growth) : 0;
        return chosen with { Model = Fit(chosen.Candidate, both, null, trees, threads: 0, progress: null), IsFittedAgain = true };
    }

    // More rows carry more trees; without rows to stop on, their number grows in proportion.
    private int TreesFor(double chosen, double growth) => Math.Clamp((int)Math.Round(chosen * growth), 1, spec.Trees);

    private Model Fit(
        Candidate candidate,
        LabeledTable train,
        LabeledTable? validation,
        int trees,
        int threads,
        IProgress<string>? progress,
        int patience = PatienceTrees)
    {
        TrainingSpec settings = candidate.Spec;
        if (settings.Algorithm == AlgorithmKind.Logistic)
        {
            return new LogisticTrainer(settings.L2).Train(train.ToTrainingSet(), cancellation: cancellation);
        }

        var options = new GbdtOptions
        {
            Trees = trees,
            Leaves = settings.Leaves,
            LearningRate = settings.LearningRate,
            MinLeafRows = settings.MinLeafRows,
            FeatureShare = settings.FeatureShare,
            PatienceTrees = patience,
            L2 = settings.L2,
            Seed = settings.Seed,
            Threads = threads,
        };
        return new GbdtTrainer(options).Train(
            train.ToTrainingSet(), validation?.ToTrainingSet(), progress is null ? null : new TreeProgress(progress), cancellation);
    }

    // The better estimate is kept even within noise: the other is not shown to be as good either, and the words say how sure this is.
    private string Compare(IEnumerable<Contender> contenders, byte[] labels, string where)
    {
        Contender[] ranked = contenders.OrderByDescending(c => c.AveragePrecision).ToArray();
        Contender better = ranked[0];
        if (ranked.Length == 1)
        {
            return better.Candidate.Name;
        }

        // Two shapes of the same algorithm are closer than two algorithms; who reads this asks about the algorithms first.
        Contender other = ranked.FirstOrDefault(c => c.Candidate.Spec.Algorithm != better.Candidate.Spec.Algorithm) ?? ranked[1];

        PairedBootstrap comparison = PairedBootstrap.Compare(better.Scores, other.Scores, labels, Resamples, spec.Seed);
        string verdict = comparison.IsWithinNoise ? "within noise" : "beyond noise";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{better.Candidate.Name}: average precision {better.AveragePrecision:0.0000} {where} against {other.AveragePrecision:0.0000} of {other.Candidate.Name}; the difference of {comparison.Difference:0.0000} (95 % interval {comparison.Low:0.0000} to {comparison.High:0.0000}) is {verdict}");
    }

    private sealed record Contender(Candidate Candidate, double[] Scores, double AveragePrecision);

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

/// <summary>A trained model as validation sees it.</summary>
/// <param name="Candidate">What was trained.</param>
/// <param name="Model">The model that is kept.</param>
/// <param name="ValidationScores">Scores of rows by a model that was trained without them.</param>
/// <param name="ValidationLabels">Their labels.</param>
/// <param name="AveragePrecision">Of these scores.</param>
internal sealed record TrainedModel(
    Candidate Candidate, Model Model, double[] ValidationScores, byte[] ValidationLabels, double AveragePrecision)
{
    /// <summary>The algorithm, with the comparison in words when several were tried.</summary>
    public string Choice { get; init; } = Candidate.Name;

    /// <summary>The model that gave the validation scores; null where each fold had its own.</summary>
    public Model? ValidationModel { get; init; }

    /// <summary>Whether the model that is kept was fitted on train and validation after everything was chosen.</summary>
    public bool IsFittedAgain { get; init; }

    /// <summary>Whether validation is cross-validation over train and validation rows.</summary>
    public bool IsCrossValidated { get; init; }
}
