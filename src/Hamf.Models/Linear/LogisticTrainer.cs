using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Numerics;

namespace Hamf.Models.Linear;

/// <summary>
/// Trains logistic regression: numeric features standardised (missing becomes the mean, with an indicator where any is missing),
/// categories one-hot, L2 penalty. Deterministic. Thread-safe.
/// </summary>
public sealed class LogisticTrainer(double l2) : Trainer
{
    /// <summary>L2 penalty on the standardised coefficients (not the intercept), &gt;= 0; scikit-learn's 1/C.</summary>
    public double L2 { get; } = l2;

    /// <inheritdoc/>
    public override string Algorithm => "logistic";

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() =>
        L2 is >= 0 and < double.PositiveInfinity ? [] : [$"L2 must be finite and 0 or more, not {L2}."];

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        FeatureTable table = train.Table;
        byte[] labels = Array.ConvertAll(train.Targets, target => (byte)target);
        var rows = new DesignMatrix(table);
        double firstIntercept = LogisticLink.LogOdds(labels.AsSpan().Count((byte)1), labels.Length);
        double[] weights = new LogisticSolver(rows, labels, L2).Solve(firstIntercept, cancellation);
        var terms = new LinearTerms[table.Features.Count];
        var spread = new double[terms.Length];
        for (int f = 0; f < terms.Length; f++)
        {
            int count = table.Features[f].Kind == FeatureKind.Numeric ? 2 : table.Features[f].UnseenCode + 1;
            double[] own = weights.AsSpan(rows.FirstWeight[f], count).ToArray();
            var term = new LinearTerms(rows.Means[f], rows.Scales[f], own, 0);
            (double mean, spread[f]) = Spread(term, table, f);
            terms[f] = term with { MeanEffect = mean };
        }

        double total = spread.Sum();
        double[] importance = spread.Select(s => total > 0 ? s / total : 0).ToArray();
        return new LogisticModel(table.Features, weights[0], terms, importance);
    }

    // Mean and standard deviation of what the feature adds over the training rows.
    private static (double Mean, double Deviation) Spread(LinearTerms term, FeatureTable table, int feature)
    {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < table.RowCount; i++)
        {
            double effect = term.Effect(table.Columns[feature][i], table.Features[feature]);
            sum += effect;
            squares += effect * effect;
        }

        double mean = sum / table.RowCount;
        return (mean, Math.Sqrt(Math.Max(0, (squares / table.RowCount) - (mean * mean))));
    }
}
