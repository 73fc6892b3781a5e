using Hamf.Models.Data;
using Hamf.Models.Numerics;

namespace Hamf.Models.Linear;

/// <summary>
/// Trains logistic regression: numeric features standardised (missing becomes the mean, with an indicator where any is missing),
/// categories one-hot, L2 penalty. Deterministic. Thread-safe.
/// </summary>
public sealed class LogisticTrainer(double l2)
{
    /// <summary>L2 penalty on the standardised coefficients (not the intercept), &gt;= 0; scikit-learn's 1/C.</summary>
    public double L2 { get; } = l2;

    /// <summary>Trains a model to convergence.</summary>
    /// <param name="train">Rows to fit; not changed.</param>
    /// <param name="labels">1 or 0, [rows]; both must occur.</param>
    /// <param name="cancellation">Checked between iterations.</param>
    /// <exception cref="ArgumentException">One class only, no rows, or a penalty that is negative or not finite.</exception>
    public LogisticModel Train(FeatureTable train, byte[] labels, CancellationToken cancellation)
    {
        if (L2 is not (>= 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException($"L2 must be finite and 0 or more, not {L2}.");
        }

        int positives = LabelCheck.Check(train, labels);
        var rows = new DesignMatrix(train);
        double[] weights = new LogisticSolver(rows, labels, L2).Solve(LogisticLink.LogOdds(positives, labels.Length), cancellation);
        var terms = new LinearTerms[train.Features.Count];
        var spread = new double[terms.Length];
        for (int f = 0; f < terms.Length; f++)
        {
            int count = train.Features[f].Kind == FeatureKind.Numeric ? 2 : train.Features[f].UnseenCode + 1;
            double[] own = weights.AsSpan(rows.FirstWeight[f], count).ToArray();
            var term = new LinearTerms(rows.Means[f], rows.Scales[f], own, 0);
            (double mean, spread[f]) = Spread(term, train, f);
            terms[f] = term with { MeanEffect = mean };
        }

        double total = spread.Sum();
        double[] importance = spread.Select(s => total > 0 ? s / total : 0).ToArray();
        return new LogisticModel(train.Features, weights[0], terms, importance);
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
