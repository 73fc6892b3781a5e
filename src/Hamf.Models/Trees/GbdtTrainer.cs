using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Growing;
using Hamf.Models.Trees.Losses;

namespace Hamf.Models.Trees;

/// <summary>
/// Trains gradient-boosted trees for two classes, several, or numbers: histograms, leaf-wise or depth-wise growth, missing values to the better
/// side, categorical splits. The same input and seed give the same bits at any thread count. Thread-safe.
/// </summary>
public sealed class GbdtTrainer(GbdtOptions options) : Trainer
{
    /// <summary>The settings.</summary>
    public GbdtOptions Options { get; } = options;

    /// <summary>False forces the scalar twins of all vector code; a test requires the same bits.</summary>
    internal bool UseVectors { get; init; } = true;

    /// <inheritdoc/>
    public override string Algorithm => "gbdt";

    /// <inheritdoc/>
    public override TargetKind Target => Options.Loss switch
    {
        GbdtLoss.Softmax => TargetKind.Classes,
        GbdtLoss.Squared => TargetKind.Value,
        _ => TargetKind.Binary,
    };

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        IReadOnlyList<FeatureInfo> features = train.Table.Features;
        MonotoneDirection?[]? directions = DirectionsOf(features);
        float[]? rowCosts = RowCosts(train);
        Loss loss = Loss.Create(Options, train, rowCosts, UseVectors);
        EarlyStopping? stopping = StoppingFor(validation, loss);
        var builder = new TreeEnsembleBuilder(features, loss.Bases);
        if (features.Count == 0)
        {
            return new TreeModel(Algorithm, features, builder.Build(0), loss.Link, []);
        }

        using var crew = new WorkCrew(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        BinnedTable table = BinnedTable.Encode(train, Target, Options.MaxBins, Options.Seed, crew);
        var run = new BoostingRun(table, train.Weights, rowCosts, loss, Options, directions, builder, crew, UseVectors);
        run.Boost(stopping, progress, cancellation);
        int kept = stopping?.BestTrees ?? builder.TreeCount;
        double[] importance = Shares(run.Gains.Take(kept), features.Count);
        return new TreeModel(Algorithm, features, builder.Build(kept), loss.Link, importance);
    }

    private MonotoneDirection?[]? DirectionsOf(IReadOnlyList<FeatureInfo> features)
    {
        if (Options.Monotone.Count == 0)
        {
            return null;
        }

        var directions = new MonotoneDirection?[features.Count];
        foreach ((string name, MonotoneDirection direction) in Options.Monotone)
        {
            int at = features.Select(f => f.Name).ToList().IndexOf(name);
            if (at < 0 || features[at].Kind != FeatureKind.Numeric)
            {
                throw new ArgumentException($"Monotone names '{name}', which is no numeric feature of the rows.");
            }

            directions[at] = direction;
        }

        return directions;
    }

    // What an error on each row costs: its weight times that of its class.
    private float[]? RowCosts(TrainingSet train)
    {
        IReadOnlyList<double> classWeights = Options.ClassWeights;
        int classes = Options.Loss == GbdtLoss.Softmax ? TrainingSetCheck.ClassCount(train) : 2;
        if (classWeights.Count > 0 && classWeights.Count != classes)
        {
            throw new ArgumentException($"There are {classWeights.Count} ClassWeights for {classes} classes.");
        }

        if (train.Weights is null && classWeights.Count == 0 && Options.PositiveWeight == 1)
        {
            return null;
        }

        var costs = new float[train.Targets.Length];
        for (int row = 0; row < costs.Length; row++)
        {
            double target = train.Targets[row];
            double ofClass = classWeights.Count == 0 ? 1 : classWeights[(int)target];
            double ofPositive = Options.Loss == GbdtLoss.LogLoss && target == 1 ? Options.PositiveWeight : 1;
            costs[row] = (float)(train.WeightOf(row) * ofClass * ofPositive);
        }

        return costs;
    }

    // None where the metric has no value, as average precision has none without positives.
    private EarlyStopping? StoppingFor(TrainingSet? validation, Loss loss)
    {
        if (Options.PatienceTrees == 0 || validation is null)
        {
            return null;
        }

        var metric = new ValidationMetric(Options.StopOn, Options.Loss, validation.Targets);
        return metric.IsDefined ? new EarlyStopping(validation, loss.Bases, metric, Options.PatienceTrees) : null;
    }

    private static double[] Shares(IEnumerable<double[]> gains, int featureCount)
    {
        var shares = new double[featureCount];
        foreach (double[] tree in gains)
        {
            for (int f = 0; f < featureCount; f++)
            {
                shares[f] += tree[f];
            }
        }

        double total = shares.Sum();
        for (int f = 0; f < featureCount && total > 0; f++)
        {
            shares[f] /= total;
        }

        return shares;
    }
}
