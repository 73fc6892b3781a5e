namespace Hamf.Models.Metrics;

/// <summary>Chooses a threshold from scores and labels. All rules consider only thresholds between distinct scores.</summary>
public static class ThresholdSweep
{
    /// <summary>The threshold of the highest F1; the higher threshold on ties.</summary>
    public static double BestF1(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels) => throw new NotImplementedException();

    /// <summary>The lowest threshold that raises at most <paramref name="alertsPer1000"/> alerts per 1,000 rows.</summary>
    public static double AlertBudget(ReadOnlySpan<double> scores, double alertsPer1000) => throw new NotImplementedException();

    /// <summary>The threshold of the lowest total cost; the higher threshold on ties.</summary>
    public static double LowestCost(ReadOnlySpan<double> scores, ReadOnlySpan<byte> labels, double missCost, double falseAlarmCost) =>
        throw new NotImplementedException();
}
