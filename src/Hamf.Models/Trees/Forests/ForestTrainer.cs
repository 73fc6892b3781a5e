using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees.Forests;

/// <summary>
/// Trains random forests and extra trees: the output is the mean of trees that were grown apart, to the end unless limited. Missing values go to
/// the better side, categories are split by sets. The same input and seed give the same bits at any thread count. Thread-safe.
/// </summary>
public sealed class ForestTrainer(ForestOptions options) : Trainer
{
    // What TrainWithOutOfBag asks of a trainer that it makes for one call.
    private readonly Action<OutOfBagEstimate>? _estimated;

    private ForestTrainer(ForestOptions options, Action<OutOfBagEstimate> estimated)
        : this(options) => _estimated = estimated;

    /// <summary>The settings.</summary>
    public ForestOptions Options { get; } = options;

    /// <inheritdoc/>
    public override string Algorithm => Options.Cuts == CutChoice.Random ? "extra-trees" : "random-forest";

    /// <inheritdoc/>
    public override TargetKind Target => Options.Target;

    /// <summary>True forces the plain twin of the fast tally for two classes; a test requires the same bits.</summary>
    internal bool UsePlainTally { get; init; }

    /// <summary>Trains a forest and estimates from the rows that each tree did not see how well it predicts.</summary>
    /// <param name="train">Rows to fit; not changed.</param>
    /// <param name="progress">Told the number of finished trees from the calling thread, or null.</param>
    /// <param name="cancellation">Checked between trees.</param>
    /// <exception cref="ArgumentException">As <see cref="Trainer.Train"/>; or trees see all rows, because there is no bootstrap.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public ForestResult TrainWithOutOfBag(TrainingSet train, IProgress<int>? progress = null, CancellationToken cancellation = default)
    {
        if (!Options.Bootstrap)
        {
            throw new ArgumentException("Without Bootstrap every tree sees all rows, and none is out of the bag.");
        }

        OutOfBagEstimate? estimate = null;
        var trainer = new ForestTrainer(Options, found => estimate = found) { UsePlainTally = UsePlainTally };
        var model = (TreeModel)trainer.Train(train, null, progress, cancellation);
        return new ForestResult(model, estimate!);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        using var crew = new WorkCrew(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        var growth = new ForestGrowth(train, Options, crew, UsePlainTally);
        GrownForest forest = growth.Grow(keepsBags: _estimated is not null, progress, cancellation);
        _estimated?.Invoke(OutOfBag.Estimate(forest, train.Table, crew));
        return forest.ToModel(Algorithm, train.Table.Features, Options.Target);
    }
}
