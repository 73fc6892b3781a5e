using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>
/// Trains gradient-boosted trees on log loss: histograms, leaf-wise growth, missing values to the better side, categorical splits.
/// The same input and seed give the same bits at any thread count. Thread-safe.
/// </summary>
public sealed class GbdtTrainer(GbdtOptions options)
{
    /// <summary>The settings.</summary>
    public GbdtOptions Options { get; } = options;

    /// <summary>Trains a model.</summary>
    /// <param name="train">Rows to fit; not changed.</param>
    /// <param name="labels">1 or 0, [rows]; both must occur.</param>
    /// <param name="validation">Rows for early stopping, or null to train all trees.</param>
    /// <param name="validationLabels">Their labels.</param>
    /// <param name="progress">Told the number of finished trees, or null.</param>
    /// <param name="cancellation">Checked between trees.</param>
    /// <exception cref="ArgumentException">One class only, no rows, or options out of range.</exception>
    public TreeModel Train(
        FeatureTable train,
        byte[] labels,
        FeatureTable? validation,
        byte[]? validationLabels,
        IProgress<int>? progress,
        CancellationToken cancellation) => throw new NotImplementedException();
}
