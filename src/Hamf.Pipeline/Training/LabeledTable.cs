using Hamf.Models.Data;
using Hamf.Models.Graph;
using Hamf.Models.Learning;

namespace Hamf.Pipeline.Training;

/// <summary>Feature vectors with their labels.</summary>
/// <param name="Features">The vectors.</param>
/// <param name="Labels">1 or 0, [rows].</param>
internal sealed record LabeledTable(FeatureTable Features, byte[] Labels)
{
    /// <summary>Number of positive rows.</summary>
    public int Positives { get; } = Labels.Count(l => l == 1);

    /// <summary>Copies the given rows of a table.</summary>
    public static LabeledTable Take(FeatureTable table, byte[] labels, int[] rows) =>
        new(table.Take(rows), rows.Select(r => labels[r]).ToArray());

    /// <summary>The same as a trainer takes it.</summary>
    public TrainingSet ToTrainingSet() => TrainingSet.Binary(Features, Labels);

    /// <summary>These rows and then the others, which have the same features.</summary>
    public LabeledTable Append(LabeledTable other)
    {
        double[][] columns = Features.Columns.Select((c, f) => (double[])[.. c, .. other.Features.Columns[f]]).ToArray();
        return new LabeledTable(
            new FeatureTable(Features.Features, columns, Features.RowCount + other.Features.RowCount), [.. Labels, .. other.Labels]);
    }

    /// <summary>The model's scores of all rows.</summary>
    public double[] Score(Model model)
    {
        var scores = new double[Features.RowCount];
        model.ScoreAll(Features, scores);
        return scores;
    }
}
