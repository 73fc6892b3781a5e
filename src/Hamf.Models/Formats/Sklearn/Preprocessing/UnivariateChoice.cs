namespace Hamf.Models.Formats.Sklearn.Preprocessing;

/// <summary>Which columns a score or a p-value chooses, with scikit-learn's rules for ties.</summary>
internal static class UnivariateChoice
{
    /// <summary>The columns with the highest scores; of equal ones the later.</summary>
    public static bool[] Best(double[] scores, int count)
    {
        var mask = new bool[scores.Length];
        double[] clean = Clean(scores);
        IEnumerable<int> rising = Enumerable.Range(0, scores.Length).OrderBy(i => clean[i]);
        foreach (int column in rising.TakeLast(Math.Max(count, 0)))
        {
            mask[column] = true;
        }

        return mask;
    }

    /// <summary>The columns above a percentile of the scores; of those on it the first, until there are enough.</summary>
    public static bool[] Percentile(double[] scores, double percentile)
    {
        double[] clean = Clean(scores);
        if (percentile is >= 100 or <= 0)
        {
            return Array.ConvertAll(clean, _ => percentile >= 100);
        }

        double threshold = PercentileOf(clean, 100 - percentile);
        bool[] mask = Array.ConvertAll(clean, score => score > threshold);
        int open = (int)(clean.Length * percentile / 100) - mask.Count(chosen => chosen);
        for (int i = 0; i < clean.Length && open > 0; i++)
        {
            if (clean[i] == threshold)
            {
                mask[i] = true;
                open--;
            }
        }

        return mask;
    }

    /// <summary>Benjamini and Hochberg (1995): the p-values up to the last that is below its share of alpha.</summary>
    public static bool[] FalseDiscoveries(double[] values, double alpha)
    {
        double[] sorted = [.. values.Order()];
        double limit = double.NaN;
        for (int i = 0; i < sorted.Length; i++)
        {
            limit = sorted[i] <= alpha / sorted.Length * (i + 1) ? sorted[i] : limit;
        }

        return Array.ConvertAll(values, value => value <= limit);
    }

    // numpy.percentile between two values, from whichever is nearer.
    private static double PercentileOf(double[] values, double percent)
    {
        double[] sorted = [.. values.Order()];
        double at = (sorted.Length - 1) * (percent / 100);
        int low = (int)Math.Floor(at);
        double high = sorted[Math.Min(low + 1, sorted.Length - 1)];
        double share = at - low;
        double step = high - sorted[low];
        return share >= 0.5 ? high - (step * (1 - share)) : sorted[low] + (step * share);
    }

    // NaN counts as the worst.
    private static double[] Clean(double[] scores) => scores.Length > 0
        ? Array.ConvertAll(scores, score => double.IsNaN(score) ? double.MinValue : score)
        : throw new ArgumentException("There are no scores.", nameof(scores));
}
