using System.Runtime.Intrinsics;
using Hamf.Models.Data;

namespace Hamf.Models.Trees;

/// <summary>
/// Trains gradient-boosted trees on log loss: histograms, leaf-wise growth, missing values to the better side, categorical splits.
/// The same input and seed give the same bits at any thread count. Thread-safe.
/// </summary>
public sealed class GbdtTrainer(GbdtOptions options)
{
    private const int RowsPerTask = 8_192;

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
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(labels);
        Options.Check();
        long positives = TrainingInput.CountPositives(train, labels);
        var parallel = new ParallelOptions
        {
            MaxDegreeOfParallelism = Options.Threads > 0 ? Options.Threads : Environment.ProcessorCount,
        };
        double baseScore = Math.Log((double)positives / (labels.Length - positives));
        BinnedTable table = BinnedTable.Of(train, Options, parallel);
        var grower = new TreeGrower(table, Options, parallel);
        var builder = new TreeEnsembleBuilder(train.Columns.Length, baseScore);
        EarlyStopping? stopping = validation is null || validationLabels is null || Options.PatienceTrees == 0
            ? null
            : new EarlyStopping(validation, validationLabels, baseScore, Options.PatienceTrees);
        var scores = new double[labels.Length];
        Array.Fill(scores, baseScore);
        var pairs = new Vector128<long>[labels.Length];
        for (int tree = 0; tree < Options.Trees; tree++)
        {
            cancellation.ThrowIfCancellationRequested();
            Differentiate(scores, labels, pairs, parallel);
            grower.Grow(pairs, builder);
            if (grower.Leaves.Count == 1)
            {
                break;
            }

            SetLeaves(grower, builder, scores, parallel);
            progress?.Report(tree + 1);
            if (stopping is not null && stopping.IsOver(builder))
            {
                break;
            }
        }

        int kept = stopping?.BestTreeCount ?? builder.TreeCount;
        return new TreeModel(train.Features, builder.Build(kept));
    }

    // First and second derivative of log loss in the log-odds: p - y and p (1 - p).
    private static void Differentiate(double[] scores, byte[] labels, Vector128<long>[] pairs, ParallelOptions parallel) =>
        Parallel.For(0, (scores.Length + RowsPerTask - 1) / RowsPerTask, parallel, task =>
        {
            int end = Math.Min(scores.Length, (task + 1) * RowsPerTask);
            for (int i = task * RowsPerTask; i < end; i++)
            {
                double p = 1 / (1 + Math.Exp(-scores[i]));
                pairs[i] = FixedPoint.Pack(p - labels[i], p * (1 - p));
            }
        });

    private void SetLeaves(TreeGrower grower, TreeEnsembleBuilder builder, double[] scores, ParallelOptions parallel)
    {
        IReadOnlyList<GrowingLeaf> leaves = grower.Leaves;
        foreach (GrowingLeaf leaf in leaves)
        {
            builder.SetValue(leaf.Node, ValueOf(leaf));
        }

        Parallel.For(0, leaves.Count, parallel, i =>
        {
            double value = ValueOf(leaves[i]);
            foreach (int row in grower.RowsOf(leaves[i]))
            {
                scores[row] += value;
            }
        });
    }

    private double ValueOf(in GrowingLeaf leaf) =>
        -Options.LearningRate * FixedPoint.ToGradient(leaf.Sum.Gradient) / (FixedPoint.ToHessian(leaf.Sum.Hessian) + Options.L2);
}
