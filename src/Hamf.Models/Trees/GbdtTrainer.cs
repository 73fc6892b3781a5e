using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees;

/// <summary>
/// Trains gradient-boosted trees on log loss: histograms, leaf-wise growth, missing values to the better side, categorical splits.
/// The same input and seed give the same bits at any thread count. Thread-safe.
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
    public override TargetKind Target => TargetKind.Binary;

    /// <inheritdoc/>
    protected override IReadOnlyList<string> Problems() => Options.Problems();

    /// <inheritdoc/>
    protected override Model Fit(TrainingSet train, TrainingSet? validation, IProgress<int>? progress, CancellationToken cancellation)
    {
        byte[] labels = Array.ConvertAll(train.Targets, target => (byte)target);
        double baseScore = LogisticLink.LogOdds(labels.AsSpan().Count((byte)1), labels.Length);
        EarlyStopping? stopping = Options.PatienceTrees > 0 && validation is not null && validation.Targets.Contains(1)
            ? new EarlyStopping(validation.Table, Array.ConvertAll(validation.Targets, target => (byte)target), baseScore, Options.PatienceTrees)
            : null;
        using var crew = new WorkCrew(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        var builder = new TreeEnsembleBuilder(train.Table.Features, [baseScore]);
        List<double[]> gains = Boost(train.Table, labels, baseScore, builder, stopping, crew, progress, cancellation);
        int kept = stopping?.BestTrees ?? builder.TreeCount;
        double[] importance = Shares(gains.Take(kept), train.Table.Features.Count);
        return new TreeModel(Algorithm, train.Table.Features, builder.Build(kept), TreeLink.Logistic, importance);
    }

    // Returns the gain per feature of each tree.
    private List<double[]> Boost(
        FeatureTable train,
        byte[] labels,
        double baseScore,
        TreeEnsembleBuilder builder,
        EarlyStopping? stopping,
        WorkCrew crew,
        IProgress<int>? progress,
        CancellationToken cancellation)
    {
        var gains = new List<double[]>();
        if (train.Features.Count == 0)
        {
            return gains;
        }

        BinnedTable table = BinnedTable.Encode(train, Options.MaxBins, Options.Seed, crew);
        var grower = new TreeGrower(table, Options, crew, UseVectors);
        var scores = new float[train.RowCount];
        Array.Fill(scores, (float)baseScore);
        var gradients = new long[train.RowCount];
        for (int tree = 0; tree < Options.Trees; tree++)
        {
            cancellation.ThrowIfCancellationRequested();
            ComputeGradients(scores, labels, gradients, tree, crew);
            if (!grower.Grow(gradients, builder, scores))
            {
                break;
            }

            gains.Add(grower.GainOf);
            progress?.Report(tree + 1);
            if (stopping is not null && stopping.Add(builder.BuildLast(), tree + 1, crew))
            {
                break;
            }
        }

        return gains;
    }

    private void ComputeGradients(float[] scores, byte[] labels, long[] gradients, int tree, WorkCrew crew)
    {
        const int BlockRows = 16_384;
        uint seed = unchecked(((uint)tree * 0x9E3779B1u) + ((uint)Options.Seed * 0x85EBCA6Bu));
        crew.Run((scores.Length + BlockRows - 1) / BlockRows, b =>
        {
            int start = b * BlockRows;
            int end = Math.Min(scores.Length, start + BlockRows);
            PackedGradients.Compute(scores, labels, gradients, start, end, seed, UseVectors);
        });
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
