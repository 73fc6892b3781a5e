using System.Collections.Concurrent;
using Hamf.Models.Learning;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Growing;
using Hamf.Models.Trees.Splitting;

namespace Hamf.Models.Trees.Forests;

/// <summary>Grows the trees of a forest, each on one thread and from its own seed: the forest does not depend on which thread grew what.</summary>
internal sealed class ForestGrowth
{
    private readonly ForestOptions _options;
    private readonly WorkCrew _crew;
    private readonly BagSource _source;
    private readonly GrowerFactory _factory;
    private readonly double[]? _classWeights;

    public ForestGrowth(TrainingSet train, ForestOptions options, WorkCrew crew, bool usePlainTally)
    {
        _options = options;
        _crew = crew;
        _source = new BagSource(train, options.Target, options.Bootstrap);
        double rowWeight = options.Bootstrap ? 1 : _source.RowWeight;
        var settings = new TreeSettings(
            options.MaxFeatures.Of(train.Table.Features.Count),
            options.MaxDepth == 0 ? int.MaxValue : options.MaxDepth,
            1 + (long)((options.MinLeafRows - 1) * rowWeight),
            2 + (long)((options.MinSplitRows - 2) * rowWeight),
            options.Cuts == CutChoice.Random);
        _factory = options.ExactValues
            ? GrowerFactory.OfValues(train, options.Target, settings, crew)
            : GrowerFactory.OfBins(train, options.Target, settings, options.MaxBins, options.Seed, crew);
        _factory.UsePlainTally = usePlainTally;
        _classWeights = options.Balance == ClassBalance.Balanced ? BalanceOfAll() : null;
    }

    /// <summary>Grows all trees.</summary>
    public GrownForest Grow(bool keepsBags, IProgress<int>? progress, CancellationToken cancellation)
    {
        var trees = new TreeEnsemble[_options.Trees];
        var gains = new double[_options.Trees][];
        RowSet[]? bags = keepsBags ? new RowSet[_options.Trees] : null;
        var idle = new ConcurrentBag<Worker>();
        new TreeSteps(_options.Trees, _options.Seed, _crew).Run(
            (t, random) =>
            {
                Worker worker = idle.TryTake(out Worker? free) ? free : NewWorker();
                gains[t] = new double[_factory.FeatureCount];
                trees[t] = Grow(worker, ref random, gains[t]);
                if (bags is not null)
                {
                    bags[t] = new RowSet(worker.Grower.Bag, _source.RowCount);
                }

                idle.Add(worker);
            },
            progress,
            cancellation);
        return new GrownForest(trees, gains, bags);
    }

    private Worker NewWorker()
    {
        double[] classWeights = [.. _classWeights ?? _factory.EvenClassWeights()];
        return new Worker(_factory.Make(new Bag(_source.RowCount), classWeights), classWeights, new int[_source.RowCount]);
    }

    private TreeEnsemble Grow(Worker worker, ref SplitMix64 random, double[] gains)
    {
        Bag bag = worker.Grower.Bag;
        if (_options.Bootstrap)
        {
            _source.Draw(bag, ref random, worker.Draws);
        }
        else
        {
            _source.FillAll(bag);
        }

        if (_options.Balance == ClassBalance.BalancedPerTree)
        {
            _factory.Balance(bag, worker.ClassWeights);
        }

        return worker.Grower.Grow(ref random, gains);
    }

    private double[] BalanceOfAll()
    {
        var bag = new Bag(_source.RowCount);
        _source.FillAll(bag);
        double[] classWeights = _factory.EvenClassWeights();
        _factory.Balance(bag, classWeights);
        return classWeights;
    }

    private sealed record Worker(BagGrower Grower, double[] ClassWeights, int[] Draws);
}
