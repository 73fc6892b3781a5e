namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Average precision of the same rows again and again: the same number as <see cref="Metrics.ClassificationMetrics"/>, but only the positives are
/// sorted, which with rare positives is most of the work saved. Not thread-safe.
/// </summary>
internal sealed class PositiveRanking(byte[] labels)
{
    private readonly byte[] _labels = labels;
    private readonly double[] _positives = new double[labels.AsSpan().Count((byte)1)];

    /// <summary>The average precision of the scores; NaN without positives.</summary>
    public double Of(ReadOnlySpan<double> scores)
    {
        if (_positives.Length == 0)
        {
            return double.NaN;
        }

        int count = 0;
        for (int row = 0; row < scores.Length; row++)
        {
            if (_labels[row] == 1)
            {
                _positives[count++] = scores[row];
            }
        }

        Array.Sort(_positives);
        var negativesBelow = new int[count + 1];
        for (int row = 0; row < scores.Length; row++)
        {
            if (_labels[row] == 0 && scores[row] >= _positives[0])
            {
                negativesBelow[PositivesAtOrBelow(scores[row])]++;
            }
        }

        double sum = 0;
        int negatives = 0;
        for (int i = count; i > 0;)
        {
            int end = i;
            double score = _positives[i - 1];
            while (i > 0 && _positives[i - 1] == score)
            {
                negatives += negativesBelow[i];
                i--;
            }

            int positives = count - i;
            sum += (end - i) * ((double)positives / (positives + negatives));
        }

        return sum / count;
    }

    private int PositivesAtOrBelow(double score)
    {
        int low = 0;
        int high = _positives.Length;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_positives[middle] <= score)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
