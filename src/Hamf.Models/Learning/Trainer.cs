using Hamf.Models.Graph;

namespace Hamf.Models.Learning;

/// <summary>
/// A learning algorithm with its settings: rows in, an immutable model out. The same rows, settings and seed give the same bits at any
/// number of threads. Thread-safe: a trainer keeps nothing between calls.
/// </summary>
public abstract class Trainer
{
    /// <summary>The algorithm's short name, as in <see cref="Model.Algorithm"/>.</summary>
    public abstract string Algorithm { get; }

    /// <summary>What the targets must hold.</summary>
    public abstract TargetKind Target { get; }

    /// <summary>Trains a model.</summary>
    /// <param name="train">Rows to fit; not changed.</param>
    /// <param name="validation">
    /// Rows of the same features that tell algorithms which grow step by step when to stop, or null to take all steps. Others do not look at it.
    /// </param>
    /// <param name="progress">Told the number of finished steps (trees, iterations) from the calling thread, or null.</param>
    /// <param name="cancellation">Checked between steps.</param>
    /// <exception cref="ArgumentException">Settings out of range, no rows, one class only, targets or weights out of range: all named.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Model Train(
        TrainingSet train, TrainingSet? validation = null, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        IReadOnlyList<string> problems = Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems));
        }

        TrainingSetCheck.Check(train, Target);
        if (validation is not null)
        {
            TrainingSetCheck.CheckValidation(validation, train, Target);
        }

        return Fit(train, validation is { Table.RowCount: > 0 } ? validation : null, progress, cancellation);
    }

    /// <summary>Everything that is wrong with the settings, one sentence each; empty when they can be used.</summary>
    protected abstract IReadOnlyList<string> Problems();

    /// <summary>Trains on rows that were checked; <paramref name="validation"/> is null or has rows.</summary>
    /// <inheritdoc cref="Train"/>
    protected abstract Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation);
}
