using Hamf.Models.Data;

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
    /// <exception cref="ArgumentException">One class only, or no rows.</exception>
    public LogisticModel Train(FeatureTable train, byte[] labels, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentOutOfRangeException.ThrowIfNegative(L2);
        long positives = TrainingInput.CountPositives(train, labels);
        LinearInputs inputs = LinearInputs.Learn(train);
        var loss = new LogisticLoss(train, labels, inputs, L2);

        // The intercept is the last coordinate; it starts at the base rate, the others at 0.
        var start = new double[inputs.Count + 1];
        start[^1] = Math.Log((double)positives / (labels.Length - positives));
        double[] found = Lbfgs.Minimise(loss.Evaluate, start, cancellation);
        (double[] means, double[] spreads) = Contributions(train, inputs, found);
        return new LogisticModel(train.Features, inputs, found[^1], found[..^1], means, spreads);
    }

    private static (double[] Means, double[] Spreads) Contributions(FeatureTable table, LinearInputs inputs, double[] coefficients)
    {
        var means = new double[table.Columns.Length];
        var spreads = new double[table.Columns.Length];
        for (int f = 0; f < means.Length; f++)
        {
            double sum = 0;
            double squares = 0;
            foreach (double value in table.Columns[f])
            {
                double c = LogisticModel.Contribution(table.Features[f], f, value, inputs, coefficients);
                sum += c;
                squares += c * c;
            }

            means[f] = sum / table.RowCount;
            spreads[f] = Math.Sqrt(Math.Max(0, (squares / table.RowCount) - (means[f] * means[f])));
        }

        return (means, spreads);
    }
}
