using Hamf.Models.Data;
using Hamf.Models.Numerics;
using Hamf.Models.Trees.Binning;
using Hamf.Models.Trees.Growing;

namespace Hamf.Models.Trees;

/// <summary>
/// Trains gradient-boosted trees on log loss: histograms, leaf-wise growth, missing values to the better side, categorical splits.
/// The same input and seed give the same bits at any thread count. Thread-safe.
/// </summary>
public sealed class GbdtTrainer(GbdtOptions options)
{
    /// <summary>The settings.</summary>
    public GbdtOptions Options { get; } = options;

    /// <summary>False forces the scalar twins of all vector code; a test requires the same bits.</summary>
    internal bool UseVectors { get; init; } = true;

    /// <summary>Trains a model.</summary>
    /// <param name="train">Rows to fit; not changed.</param>
    /// <param name="labels">1 or 0, [rows]; both must occur.</param>
    /// <param name="validation">
    /// Rows for early stopping, or null to train all trees. Without a positive row among them all trees are trained, too.
    /// </param>
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
        CancellationToken cancellation)
    {
        Check(train, labels, validation, validationLabels);
        double baseScore = LogisticLink.LogOdds(labels.AsSpan().Count((byte)1), labels.Length);
        EarlyStopping? stopping = Options.PatienceTrees > 0 && validation is not null && validationLabels!.Contains((byte)1)
            ? new EarlyStopping(validation, validationLabels!, baseScore, Options.PatienceTrees)
            : null;
        using var crew = new WorkCrew(Options.Threads == 0 ? Environment.ProcessorCount : Options.Threads);
        var builder = new TreeEnsembleBuilder(train.Features, baseScore);
        List<double[]> gains = Boost(train, labels, baseScore, builder, stopping, crew, progress, cancellation);
        int kept = stopping?.BestTrees ?? builder.TreeCount;
        return new TreeModel(train.Features, builder.Build(kept), Shares(gains.Take(kept), train.Features.Count));
    }

    private void Check(FeatureTable train, byte[] labels, FeatureTable? validation, byte[]? validationLabels)
    {
        IReadOnlyList<string> problems = Options.Problems();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems));
        }

        LabelCheck.Check(train, labels);
        if ((validation is null) != (validationLabels is null))
        {
            throw new ArgumentException("Validation rows and validation labels must be given together.");
        }

        if (validation is { RowCount: > 0 })
        {
            LabelCheck.CheckShape(validation, validationLabels!);
            if (validation.Features.Count != train.Features.Count)
            {
                throw new ArgumentException(
                    $"Validation has {validation.Features.Count} features, training {train.Features.Count}.");
            }
        }
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
