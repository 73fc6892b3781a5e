using Hamf.Models.Graph;
using Hamf.Models.Learning;

namespace Hamf.Models.Calibration;

/// <summary>
/// Trains a model and a curve over its scores. The curve is fitted to scores of rows by models that were trained without them; the
/// model that is kept is trained on all rows. Keeping the mean of the folds' models instead would cost as many times the size and the
/// time of a score, and each would know fewer rows; the price is that the curve is that of slightly weaker models. As deterministic as
/// the inner trainer. Thread-safe.
/// </summary>
/// <param name="inner">Trains the model; its target is binary.</param>
/// <param name="options">The settings.</param>
public sealed class CalibratedTrainer(Trainer inner, CalibrationOptions options) : Trainer
{
    /// <summary>The settings.</summary>
    public CalibrationOptions Options { get; } = options;

    /// <inheritdoc/>
    public override string Algorithm => $"{inner.Algorithm}+{Options.Method.ToString().ToLowerInvariant()}";

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems()
    {
        var problems = new List<string>(Options.Problems());
        if (inner.Target != TargetKind.Binary)
        {
            problems.Add($"Only a trainer of a binary target can be calibrated; {inner.Algorithm} has {inner.Target}.");
        }

        if (inner is CalibratedTrainer)
        {
            problems.Add("A calibrated model cannot be calibrated again.");
        }

        return problems;
    }

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        TrainingSet rows = train.WithoutWeightless();
        int positives = rows.Targets.Count(target => target == 1);
        int folds = Math.Min(Options.Folds, Math.Min(positives, rows.Targets.Length - positives));

        // With a single row of a class no model can be trained without it: there is nothing to fit a curve to.
        CalibrationCurve curve = folds < 2
            ? Unchanged()
            : FitCurve(CrossScores(rows, validation, folds, progress, cancellation), rows);
        Model model = inner.Train(train, validation, null, cancellation);
        return new CalibratedModel(model, curve);
    }

    private CalibrationCurve Unchanged() =>
        Options.Method == CalibrationMethod.Sigmoid ? new SigmoidCurve(1, 0) : new IsotonicCurve([0, 1], [0, 1]);

    private CalibrationCurve FitCurve(double[] scores, TrainingSet rows)
    {
        double[] weights = rows.Weights ?? rows.Targets.Select(_ => 1.0).ToArray();
        return Options.Method == CalibrationMethod.Sigmoid
            ? SigmoidFit.Fit(Array.ConvertAll(scores, SigmoidCurve.LogOdds), rows.Targets, weights)
            : IsotonicFit.Fit(scores, rows.Targets, weights);
    }

    // Each row's score by a model that was trained without it.
    private double[] CrossScores(
        TrainingSet rows, TrainingSet? validation, int folds, IProgress<int>? progress, CancellationToken cancellation)
    {
        int[] foldOf = StratifiedFolds.Assign(rows.Targets, folds, Options.Seed);
        var scores = new double[foldOf.Length];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] held = Enumerable.Range(0, foldOf.Length).Where(row => foldOf[row] == fold).ToArray();
            int[] others = Enumerable.Range(0, foldOf.Length).Where(row => foldOf[row] != fold).ToArray();
            Model model = inner.Train(rows.Take(others), validation, null, cancellation);
            var own = new double[held.Length];
            model.ScoreAll(rows.Table.Take(held), own);
            for (int i = 0; i < held.Length; i++)
            {
                scores[held[i]] = own[i];
            }

            progress?.Report(fold + 1);
        }

        return scores;
    }
}
