using Hamf.Models.Numerics;

namespace Hamf.Models.Calibration;

/// <summary>Assigns rows to folds so that each class is spread evenly.</summary>
internal static class StratifiedFolds
{
    /// <summary>The fold of each row, 0-based. Every fold has a row of each class that has at least <paramref name="foldCount"/>.</summary>
    public static int[] Assign(double[] targets, int foldCount, int seed)
    {
        var folds = new int[targets.Length];
        var random = new SplitMix64((ulong)seed);
        foreach (IGrouping<double, int> ofClass in Enumerable.Range(0, targets.Length).GroupBy(row => targets[row]).OrderBy(g => g.Key))
        {
            int[] rows = ofClass.ToArray();
            for (int i = 0; i < rows.Length; i++)
            {
                int j = i + random.Next(rows.Length - i);
                (rows[i], rows[j]) = (rows[j], rows[i]);
                folds[rows[i]] = i % foldCount;
            }
        }

        return folds;
    }
}
