using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Forests;

/// <summary>
/// Trains one decision tree on all rows, to the end unless limited (Breiman et al. 1984, without pruning). The same input and seed give the same
/// bits at any thread count. Thread-safe.
/// </summary>
public sealed class DecisionTreeTrainer(DecisionTreeOptions options) : Trainer
{
    /// <summary>The settings.</summary>
    public DecisionTreeOptions Options { get; } = options;

    /// <inheritdoc/>
    public override string Algorithm => "decision-tree";

    /// <inheritdoc/>
    public override TargetKind Target => Options.Target;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        using var crew = new WorkCrew(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        return new ForestGrowth(train, Options.ToForest(), crew, usePlainTally: false)
            .Grow(keepsBags: false, progress, cancellation)
            .ToModel(Algorithm, train.Table.Features, Options.Target);
    }
}
