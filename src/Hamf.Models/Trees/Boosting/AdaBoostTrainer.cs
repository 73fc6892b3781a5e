using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Growing;
using Hamf.Models.Trees.Splitting;

namespace Hamf.Models.Trees.Boosting;

/// <summary>
/// Trains AdaBoost for two or more classes (SAMME: Zhu, Zou, Rosset and Hastie 2009): shallow trees one after the other, each on rows weighted by
/// how the trees before erred, each with a vote. Class probabilities are the shares of exp(votes), which exponential loss implies; the order of
/// rows is better than these probabilities. The same input and seed give the same bits at any thread count. Thread-safe.
/// </summary>
public sealed class AdaBoostTrainer(AdaBoostOptions options) : Trainer
{
    /// <summary>The settings.</summary>
    public AdaBoostOptions Options { get; } = options;

    /// <inheritdoc/>
    public override string Algorithm => "adaboost";

    /// <inheritdoc/>
    public override TargetKind Target => Options.Target;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<FeatureInfo> features = train.Table.Features;
        var random = new SplitMix64((ulong)Options.Seed);
        BagGrower grower = MakeGrower(train);
        var rounds = new BoostingRounds(train, Options.Target, Options.LearningRate);
        var trees = new List<TreeEnsemble>();
        var gains = new List<double[]>();
        while (trees.Count < Options.Trees && rounds.MayImprove)
        {
            cancellation.ThrowIfCancellationRequested();
            rounds.Fill(grower.Bag);
            var gain = new double[features.Count];
            TreeEnsemble tree = grower.Grow(ref random, gain);
            double vote = rounds.Judge(tree, grower);
            trees.Add(tree);
            gains.Add(Array.ConvertAll(gain, g => g * vote));
            progress?.Report(trees.Count);
        }

        bool isBinary = Options.Target == TargetKind.Binary;
        return new TreeModel(
            Algorithm,
            features,
            TreeJoin.Join(trees, new double[trees[0].LeafWidth], TreeSum.Double),
            isBinary ? TreeLink.Logistic : TreeLink.Softmax,
            TreeJoin.Shares(gains, features.Count));
    }

    // The trees wait for each other, so threads only help with the bins.
    private BagGrower MakeGrower(TrainingSet train)
    {
        using var crew = new WorkCrew(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        var settings = new TreeSettings(Math.Max(1, train.Table.Features.Count), Options.MaxDepth, MinLeafWeight: 1, MinSplitWeight: 2, DrawsCuts: false);
        GrowerFactory factory = GrowerFactory.OfBins(train, Options.Target, settings, Options.MaxBins, Options.Seed, crew);
        return factory.Make(new Bag(train.Table.RowCount), factory.EvenClassWeights());
    }
}
