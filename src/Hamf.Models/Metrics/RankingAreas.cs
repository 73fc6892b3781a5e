namespace Hamf.Models.Metrics;

/// <summary>Areas under the curves of a ranking, as scikit-learn defines them.</summary>
internal static class RankingAreas
{
    /// <summary>The chance that a positive row outranks a negative one, ties counted half; NaN with one class.</summary>
    public static double RocAuc(Ranking ranking)
    {
        if (ranking.PositiveCount == 0 || ranking.NegativeCount == 0)
        {
            return double.NaN;
        }

        // Twice the number of ordered pairs: whole numbers below 2^53 for up to 67 million rows of each class, so the sum is exact.
        double pairs = 0;
        for (int g = 0; g < ranking.GroupCount; g++)
        {
            int before = ranking.PositivesAtOrAbove(g - 1);
            int now = ranking.PositivesAtOrAbove(g);
            int negatives = ranking.RowsAtOrAbove(g) - ranking.RowsAtOrAbove(g - 1) - (now - before);
            pairs += (double)negatives * (before + now);
        }

        return pairs / 2 / ranking.PositiveCount / ranking.NegativeCount;
    }

    /// <summary>Sum over distinct scores of the gain in recall times the precision; NaN without positives.</summary>
    public static double AveragePrecision(Ranking ranking)
    {
        double sum = 0;
        for (int g = 0; g < ranking.GroupCount; g++)
        {
            int now = ranking.PositivesAtOrAbove(g);
            int gained = now - ranking.PositivesAtOrAbove(g - 1);
            sum += gained * ((double)now / ranking.RowsAtOrAbove(g));
        }

        return ranking.PositiveCount == 0 ? double.NaN : sum / ranking.PositiveCount;
    }
}
