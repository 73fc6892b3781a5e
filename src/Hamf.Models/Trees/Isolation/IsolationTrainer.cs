using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Growing;
using Hamf.Models.Trees.Splitting;

namespace Hamf.Models.Trees.Isolation;

/// <summary>
/// Trains an isolation forest (Liu, Ting and Zhou 2008): how unusual a row is follows from how few random splits set it apart. Targets are not
/// looked at. The same input and seed give the same bits at any thread count. Thread-safe.
/// </summary>
public sealed class IsolationTrainer(IsolationOptions options) : Trainer
{
    /// <summary>The settings.</summary>
    public IsolationOptions Options { get; } = options;

    /// <inheritdoc/>
    public override string Algorithm => "isolation-forest";

    /// <inheritdoc/>
    public override TargetKind Target => TargetKind.None;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        using var crew = new WorkCrew(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        IReadOnlyList<FeatureInfo> features = train.Table.Features;
        var sampling = new RowSampling(train, Options.SampleRows);
        var steps = new TreeSteps(Options.Trees, Options.Seed, crew);
        var trees = new TreeEnsemble[Options.Trees];
        var askedRows = new double[Options.Trees][];
        steps.Run(
            (t, random) =>
            {
                var grower = new IsolationGrower(features, sampling.Draw(ref random), random);
                trees[t] = grower.Grow();
                askedRows[t] = grower.AskedRows;
            },
            progress,
            cancellation);
        TreeEnsemble forest = TreeJoin.Join(trees, [0], TreeSum.DoubleMean);
        return new TreeModel(Algorithm, features, forest, TreeLink.Isolation, TreeJoin.Shares(askedRows, features.Count));
    }
}
