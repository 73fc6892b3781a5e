using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;

namespace Hamf.Models.Linear;

/// <summary>
/// Trains logistic regression: numeric features standardised (missing becomes the mean, with an indicator where any is missing),
/// categories one-hot, L1 and L2 penalties, the intercepts free, solved to the minimum. Deterministic: one thread, one order of
/// summation. Thread-safe.
/// </summary>
public sealed class LogisticTrainer(LogisticOptions options) : Trainer
{
    /// <summary>The settings.</summary>
    public LogisticOptions Options { get; } = options;

    /// <inheritdoc/>
    public override string Algorithm => "logistic";

    /// <inheritdoc/>
    public override TargetKind Target => Options.Target;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        int classes = Target == TargetKind.Binary ? 2 : TrainingSetCheck.ClassCount(train);
        TrainingSet weighty = train.WithoutWeightless();
        double[] totals = weighty.ClassTotals(classes);
        double[] classWeights = ClassWeights(totals);
        double[] rowWeights = RowWeights(weighty, classWeights);
        RowLoss loss = Target == TargetKind.Binary
            ? new BinaryLoss(weighty.Targets, rowWeights)
            : new SoftmaxLoss(weighty.Targets, rowWeights, classes);
        var rows = new DesignMatrix(weighty);
        double[] intercepts = loss.FirstIntercepts(totals.Zip(classWeights, (total, weight) => total * weight).ToArray());
        double[][] weights = new LogisticSolver(rows, loss, Options.L1, Options.L2).Solve(intercepts, progress, cancellation);
        (AdditiveTerm[] terms, double[] importance) = EffectSpread.Measure(Terms(rows, weights, train.Table.Features), weighty);
        return new LogisticModel(train.Table.Features, Centred(weights.Select(own => own[0]).ToArray()), terms, importance);
    }

    private double[] ClassWeights(double[] totals)
    {
        if (Options.BalanceClasses)
        {
            int present = totals.Count(total => total > 0);
            double sum = totals.Sum();
            return Array.ConvertAll(totals, total => total > 0 ? sum / (present * total) : 1);
        }

        if (Options.ClassWeights is not null && Options.ClassWeights.Count != totals.Length)
        {
            throw new ArgumentException($"There are {totals.Length} classes but {Options.ClassWeights.Count} ClassWeights.");
        }

        return Options.ClassWeights?.ToArray() ?? totals.Select(_ => 1.0).ToArray();
    }

    private static double[] RowWeights(TrainingSet train, double[] classWeights)
    {
        var weights = new double[train.Table.RowCount];
        for (int row = 0; row < weights.Length; row++)
        {
            weights[row] = train.WeightOf(row) * classWeights[(int)train.Targets[row]];
        }

        return weights;
    }

    private static AdditiveTerm[] Terms(DesignMatrix rows, double[][] weights, IReadOnlyList<FeatureInfo> features)
    {
        var terms = new AdditiveTerm[features.Count];
        for (int f = 0; f < terms.Length; f++)
        {
            int outputs = weights.Length;
            var own = new double[LinearTerms.InputsOf(features[f]) * outputs];
            for (int i = 0; i < own.Length; i++)
            {
                own[i] = weights[i % outputs][rows.FirstWeight[f] + (i / outputs)];
            }

            terms[f] = new LinearTerms(rows.Means[f], rows.Scales[f], own, new double[outputs]);
        }

        return terms;
    }

    // Intercepts of several classes are only defined up to a common number; as elsewhere, they sum to 0.
    private static double[] Centred(double[] intercepts)
    {
        double mean = intercepts.Length == 1 ? 0 : intercepts.Average();
        return Array.ConvertAll(intercepts, intercept => intercept - mean);
    }
}
