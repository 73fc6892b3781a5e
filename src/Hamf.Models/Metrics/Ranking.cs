namespace Hamf.Models.Metrics;

/// <summary>
/// Rows ordered by falling score and cut into groups of equal score: the one sort that all ranking metrics share.
/// Group g holds what is decided positive when the threshold is <see cref="Score"/>(g).
/// </summary>
internal sealed class Ranking
{
    private readonly double[] _scores;
    private readonly int[] _rows;
    private readonly int[] _positives;

    private Ranking(double[] scores, int[] rows, int[] positives)
    {
        _scores = scores;
        _rows = rows;
        _positives = positives;
    }

    /// <summary>Number of distinct scores.</summary>
    public int GroupCount => _scores.Length;

    /// <summary>Number of rows.</summary>
    public int RowCount => GroupCount == 0 ? 0 : _rows[^1];

    /// <summary>Number of positive rows.</summary>
    public int PositiveCount => GroupCount == 0 ? 0 : _positives[^1];

    /// <summary>Number of negative rows.</summary>
    public int NegativeCount => RowCount - PositiveCount;

    /// <summary>The group's score; falls with the group.</summary>
    public double Score(int group) => _scores[group];

    /// <summary>Rows with a score at or above the group's; 0 for group -1.</summary>
    public int RowsAtOrAbove(int group) => group < 0 ? 0 : _rows[group];

    /// <summary>Positive rows with a score at or above the group's; 0 for group -1.</summary>
    public int PositivesAtOrAbove(int group) => group < 0 ? 0 : _positives[group];

    /// <summary>
    /// A threshold that decides exactly the groups up to <paramref name="group"/> positive: half way to the next lower score, so that
    /// it does not hang on the last digit of one row. -1 decides nothing positive.
    /// </summary>
    public double ThresholdBelow(int group)
    {
        if (group < 0)
        {
            return Math.BitIncrement(_scores[0]);
        }

        if (group == GroupCount - 1)
        {
            return _scores[group];
        }

        double lower = _scores[group + 1];
        double middle = lower + ((_scores[group] - lower) / 2);
        return middle > lower ? middle : _scores[group];
    }

    /// <summary>Orders rows that have been checked by <see cref="MetricInput"/>.</summary>
    public static Ranking Of(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        double[] sorted = scores.ToArray();
        byte[] order = labels.ToArray();
        Array.Sort(sorted, order);

        int groups = CountDistinct(sorted);
        var distinct = new double[groups];
        var rows = new int[groups];
        var positives = new int[groups];
        int group = -1;
        int positive = 0;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            if (group < 0 || sorted[i] != distinct[group])
            {
                distinct[++group] = sorted[i];
            }

            positive += order[i];
            rows[group] = sorted.Length - i;
            positives[group] = positive;
        }

        return new Ranking(distinct, rows, positives);
    }

    private static int CountDistinct(double[] sorted)
    {
        int count = sorted.Length == 0 ? 0 : 1;
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] != sorted[i - 1])
            {
                count++;
            }
        }

        return count;
    }
}
