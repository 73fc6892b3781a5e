namespace Hamf.Models.Metrics;

/// <summary>How well probabilities of several classes fit. NaN without rows.</summary>
internal static class MultiClassMetrics
{
    private const double Clip = 1e-15;

    /// <summary>Mean negative log of the true class's probability, natural log, probabilities clipped to [1e-15, 1].</summary>
    /// <param name="probabilities">[rows x classes], row-major.</param>
    /// <param name="classes">The true class of each row, from 0.</param>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> classes)
    {
        int width = WidthOf(probabilities, classes);
        double sum = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            sum -= Math.Log(Math.Clamp(probabilities[(row * width) + classes[row]], Clip, 1));
        }

        return sum / classes.Length;
    }

    /// <summary>Share of rows whose most probable class, the first of equals, is the true one.</summary>
    /// <param name="probabilities">[rows x classes], row-major.</param>
    /// <param name="classes">The true class of each row, from 0.</param>
    public static double Accuracy(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> classes)
    {
        int width = WidthOf(probabilities, classes);
        int right = 0;
        for (int row = 0; row < classes.Length; row++)
        {
            ReadOnlySpan<double> shares = probabilities.Slice(row * width, width);
            int best = 0;
            for (int k = 1; k < width; k++)
            {
                best = shares[k] > shares[best] ? k : best;
            }

            right += best == classes[row] ? 1 : 0;
        }

        return (double)right / classes.Length;
    }

    private static int WidthOf(ReadOnlySpan<double> probabilities, ReadOnlySpan<int> classes)
    {
        int width = probabilities.Length / Math.Max(1, classes.Length);
        return width * classes.Length == probabilities.Length
            ? width
            : throw new ArgumentException($"{probabilities.Length} probabilities are no whole number for each of {classes.Length} rows.");
    }
}
