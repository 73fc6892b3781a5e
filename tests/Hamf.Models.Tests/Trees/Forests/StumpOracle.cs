using Hamf.Models.Learning;
using Hamf.Models.Trees;

namespace Hamf.Models.Tests.Trees.Forests;

/// <summary>Tries every cut of every numeric feature with missing values on either side, the obvious way.</summary>
internal static class StumpOracle
{
    /// <summary>The highest sum over both sides of (weight of positives)^2 / weight.</summary>
    public static double BestScore(TrainingSet train)
    {
        double best = ScoreOf(train, _ => true);
        foreach (double[] column in train.Table.Columns)
        {
            foreach (double cut in column.Where(v => !double.IsNaN(v)))
            {
                best = Math.Max(best, ScoreOf(train, row => column[row] <= cut));
                best = Math.Max(best, ScoreOf(train, row => !(column[row] > cut)));
            }
        }

        return best;
    }

    /// <summary>The same sum for a tree of one split or none.</summary>
    public static double ScoreOf(TreeEnsemble tree, TrainingSet train) => tree.NodeCount == 1
        ? ScoreOf(train, _ => true)
        : ScoreOf(train, row => tree.GoesLeft(0, train.Table.Columns[tree.Feature[0]][row], train.Table.Features));

    private static double ScoreOf(TrainingSet train, Predicate<int> goesLeft)
    {
        double score = 0;
        foreach (bool side in new[] { true, false })
        {
            int[] rows = Enumerable.Range(0, train.Table.RowCount).Where(row => goesLeft(row) == side).ToArray();
            double positive = rows.Sum(row => train.WeightOf(row) * train.Targets[row]);
            score += rows.Length == 0 ? 0 : positive * positive / rows.Sum(train.WeightOf);
        }

        return score;
    }
}
