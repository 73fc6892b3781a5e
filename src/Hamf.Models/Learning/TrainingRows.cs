namespace Hamf.Models.Learning;

/// <summary>Selects rows of a training set.</summary>
internal static class TrainingRows
{
    /// <summary>A new set of the given rows (0-based), in the given order.</summary>
    public static TrainingSet Take(this TrainingSet set, int[] rows) => new(
        set.Table.Take(rows),
        set.Targets.Length == 0 ? [] : Array.ConvertAll(rows, row => set.Targets[row]),
        set.Weights is null ? null : Array.ConvertAll(rows, row => set.Weights[row]));

    /// <summary>The rows that weigh something; the same set when all do.</summary>
    public static TrainingSet WithoutWeightless(this TrainingSet set) =>
        set.Weights is not null && set.Weights.AsSpan().Contains(0)
            ? set.Take(Enumerable.Range(0, set.Table.RowCount).Where(row => set.Weights[row] > 0).ToArray())
            : set;

    /// <summary>The weight of each class, [classes].</summary>
    public static double[] ClassTotals(this TrainingSet set, int classCount)
    {
        var totals = new double[classCount];
        for (int row = 0; row < set.Targets.Length; row++)
        {
            totals[(int)set.Targets[row]] += set.WeightOf(row);
        }

        return totals;
    }
}
