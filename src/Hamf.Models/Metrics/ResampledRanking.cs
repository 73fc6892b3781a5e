namespace Hamf.Models.Metrics;

/// <summary>Average precision of rows that occur several times or not at all: sorted once, then one pass per resample.</summary>
internal sealed class ResampledRanking
{
    // Rows by falling score. The lowest bit is the label, so that a pass reads one array in order and the counts at random.
    private readonly int[] _rowsAndLabels;

    // Exclusive end of each group of equal scores.
    private readonly int[] _groupEnds;

    public ResampledRanking(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels)
    {
        double[] sorted = scores.ToArray();
        var rows = new int[sorted.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (i << 1) | labels[i];
        }

        Array.Sort(sorted, rows);
        Array.Reverse(sorted);
        Array.Reverse(rows);
        var ends = new List<int>();
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == sorted.Length - 1 || sorted[i + 1] != sorted[i])
            {
                ends.Add(i + 1);
            }
        }

        _rowsAndLabels = rows;
        _groupEnds = ends.ToArray();
    }

    /// <summary>The average precision when row i occurs <paramref name="counts"/>[i] times; NaN without positives.</summary>
    public double AveragePrecision(int[] counts)
    {
        long rows = 0;
        long positives = 0;
        double sum = 0;
        int i = 0;
        foreach (int end in _groupEnds)
        {
            long gained = 0;
            for (; i < end; i++)
            {
                int entry = _rowsAndLabels[i];
                int count = counts[entry >> 1];
                rows += count;
                gained += count & -(entry & 1);
            }

            if (gained > 0)
            {
                positives += gained;
                sum += gained * ((double)positives / rows);
            }
        }

        return positives == 0 ? double.NaN : sum / positives;
    }
}
