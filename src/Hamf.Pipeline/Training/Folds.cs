namespace Hamf.Pipeline.Training;

/// <summary>Divides rows for cross-validation: equal feature vectors in one fold, both classes in every fold, seeded.</summary>
internal static class Folds
{
    /// <summary>Number of folds.</summary>
    public const int Count = 5;

    // Two vectors per class and fold, so that every fold and everything outside it has both classes.
    private const int MinGroups = 2 * Count;

    /// <summary>The fold of each row, [rows], or null when a class has too few different vectors.</summary>
    public static int[]? Assign(LabeledTable rows, int seed)
    {
        ulong[] vectors = StableHash.OfVectors(rows.Features.Columns, rows.Features.RowCount);
        HashSet<ulong> positive = [.. vectors.Where((_, r) => rows.Labels[r] == 1)];
        ulong[] positives = vectors.Distinct().Where(positive.Contains).ToArray();
        ulong[] negatives = vectors.Distinct().Where(v => !positive.Contains(v)).ToArray();
        if (positives.Length < MinGroups || negatives.Length < MinGroups)
        {
            return null;
        }

        var random = new Random(seed);
        Dictionary<ulong, int> foldOf = [];
        foreach (ulong[] groups in (ulong[][])[positives, negatives])
        {
            random.Shuffle(groups);
            for (int i = 0; i < groups.Length; i++)
            {
                foldOf.Add(groups[i], i % Count);
            }
        }

        return vectors.Select(v => foldOf[v]).ToArray();
    }
}
