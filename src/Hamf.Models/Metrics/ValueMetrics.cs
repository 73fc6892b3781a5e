namespace Hamf.Models.Metrics;

/// <summary>How far predicted numbers are from the true ones. NaN without rows.</summary>
internal static class ValueMetrics
{
    /// <summary>Square root of the mean squared difference.</summary>
    /// <param name="predicted">[rows]</param>
    /// <param name="targets">[rows]</param>
    public static double RootMeanSquaredError(ReadOnlySpan<double> predicted, ReadOnlySpan<double> targets)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(predicted.Length, targets.Length);
        double sum = 0;
        for (int row = 0; row < targets.Length; row++)
        {
            double difference = predicted[row] - targets[row];
            sum += difference * difference;
        }

        return Math.Sqrt(sum / targets.Length);
    }
}
