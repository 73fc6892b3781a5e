namespace Hamf.Models.Metrics;

/// <summary>
/// Chooses a threshold from scores and labels. All rules consider only thresholds between distinct scores (half way), the lowest
/// score itself (everything positive), and one just above the highest score (nothing positive).
/// </summary>
public static class ThresholdSweep
{
    /// <summary>The threshold of the highest F1; the higher threshold on ties.</summary>
    /// <exception cref="ArgumentException">No rows, lengths differ, a score is NaN, or a label is neither 0 nor 1.</exception>
    public static double BestF1(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        Ranking ranking = Rank(scores, labels);
        return Highest(ranking, (positives, alerts) => 2.0 * positives / (alerts + ranking.PositiveCount));
    }

    /// <summary>The lowest threshold that raises at most <paramref name="alertsPer1000"/> alerts per 1,000 rows.</summary>
    /// <exception cref="ArgumentException">No rows, a score is NaN, or the budget is negative.</exception>
    public static double AlertBudget(ReadOnlySpan<double> scores, double alertsPer1000)
    {
        if (alertsPer1000 is not >= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(alertsPer1000), alertsPer1000, "The alert budget must be 0 or more.");
        }

        Ranking ranking = Rank(scores, new byte[scores.Length]);

        // A budget of 2.3 per 1,000 over 10,000 rows is 23 alerts; the division must not make it 22.999...
        double allowed = (alertsPer1000 * scores.Length / 1000) + 1e-9;
        int last = -1;
        while (last + 1 < ranking.GroupCount && ranking.RowsAtOrAbove(last + 1) <= allowed)
        {
            last++;
        }

        return ranking.ThresholdBelow(last);
    }

    /// <summary>The threshold of the lowest total cost; the higher threshold on ties.</summary>
    /// <param name="scores">Scores, [rows].</param>
    /// <param name="labels">1 or 0, [rows].</param>
    /// <param name="missCost">Cost of a positive row decided negative, not negative.</param>
    /// <param name="falseAlarmCost">Cost of a negative row decided positive, not negative.</param>
    /// <exception cref="ArgumentException">No rows, lengths differ, a score is NaN, a label is neither 0 nor 1, or a cost is negative.</exception>
    public static double LowestCost(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double missCost, double falseAlarmCost)
    {
        if (missCost is not (>= 0 and < double.PositiveInfinity) || falseAlarmCost is not (>= 0 and < double.PositiveInfinity))
        {
            throw new ArgumentException($"Costs must be finite and not negative; they are {missCost:R} and {falseAlarmCost:R}.");
        }

        Ranking ranking = Rank(scores, labels);
        return Highest(ranking, (positives, alerts) =>
            -((missCost * (ranking.PositiveCount - positives)) + (falseAlarmCost * (alerts - positives))));
    }

    private static Ranking Rank(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        MetricInput.Check(scores, labels);
        return scores.Length > 0
            ? Ranking.Of(scores, labels)
            : throw new ArgumentException("A threshold cannot be chosen from no rows.");
    }

    private static double Highest(Ranking ranking, Func<int, int, double> merit)
    {
        int best = -1;
        double bestMerit = merit(0, 0);
        for (int g = 0; g < ranking.GroupCount; g++)
        {
            double found = merit(ranking.PositivesAtOrAbove(g), ranking.RowsAtOrAbove(g));
            if (found > bestMerit)
            {
                best = g;
                bestMerit = found;
            }
        }

        return ranking.ThresholdBelow(best);
    }
}
