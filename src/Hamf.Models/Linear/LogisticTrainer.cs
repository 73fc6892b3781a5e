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
    public LogisticModel Train(FeatureTable train, byte[] labels, CancellationToken cancellation) => throw new NotImplementedException();
}
