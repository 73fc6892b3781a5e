using Hamf.Models.Explaining;
using Hamf.Models.Graph;
using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Training;

/// <summary>What average precision loses when a feature is shuffled, at a bounded cost.</summary>
/// <param name="Rows">Rows it was computed on.</param>
/// <param name="Drops">One entry per feature, largest mean first.</param>
internal sealed record ShuffledFeatures(int Rows, IReadOnlyList<FeatureDrop> Drops)
{
    /// <summary>Shuffles per feature.</summary>
    public const int Repeats = 3;

    // A few seconds at the slowest model; 30 features on 5,500 rows.
    private const int MaxScores = 500_000;

    /// <summary>Shuffles features on rows that the model was not trained on: all of them, or an evenly spaced sample that keeps positive rows first.</summary>
    public static ShuffledFeatures Compute(Model model, LabeledTable rows, int seed, CancellationToken cancellation)
    {
        int most = MaxScores / Repeats / Math.Max(1, model.Features.Count);
        LabeledTable sample = rows.Labels.Length <= most ? rows : LabeledTable.Take(rows.Features, rows.Labels, Sample(rows.Labels, most));
        IReadOnlyList<FeatureDrop> drops = PermutationImportance.Compute(
            model,
            sample.Features,
            scores => ClassificationMetrics.Compute(scores, sample.Labels, 0.5).AveragePrecision,
            Repeats,
            seed,
            cancellation);
        return new ShuffledFeatures(
            sample.Labels.Length, [.. drops.OrderByDescending(d => d.Mean).ThenBy(d => d.Feature, StringComparer.Ordinal)]);
    }

    // Rare positives carry the metric, so they fill up to half of the sample before negatives take the rest.
    private static int[] Sample(byte[] labels, int most)
    {
        int[] positives = Spaced(RowsOf(labels, 1), Math.Max(most / 2, most - labels.Count(l => l == 0)));
        return [.. positives, .. Spaced(RowsOf(labels, 0), most - positives.Length)];
    }

    private static int[] RowsOf(byte[] labels, byte label) => [.. Enumerable.Range(0, labels.Length).Where(row => labels[row] == label)];

    private static int[] Spaced(int[] rows, int most) =>
        rows.Length <= most ? rows : [.. Enumerable.Range(0, most).Select(i => rows[(int)((long)i * rows.Length / most)])];
}
