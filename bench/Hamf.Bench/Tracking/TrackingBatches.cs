using System.Globalization;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Bench.Tracking;

/// <summary>The batches that both benchmarks of tracking log.</summary>
internal static class TrackingBatches
{
    /// <summary>The time of the first point, Unix milliseconds.</summary>
    public const long StartMs = 1_750_000_000_000;

    /// <summary>Points of one call.</summary>
    /// <param name="count">How many.</param>
    /// <param name="call">Which call it is; no point comes twice.</param>
    /// <param name="isOneKey">True for one metric of many steps, false for many metrics of one step.</param>
    public static MetricPoint[] Points(int count, int call, bool isOneKey) => [.. Enumerable.Range(0, count).Select(i => new MetricPoint(
        isOneKey ? "loss" : string.Create(CultureInfo.InvariantCulture, $"metric_{i}"),
        1.0 / (1 + ((long)call * count) + i),
        StartMs + (call * 1_000) + (isOneKey ? i : 0),
        isOneKey ? ((long)call * count) + i : call))];

    /// <summary>Names and values.</summary>
    public static KeyValuePair<string, string>[] Pairs(string name, int count, int run) => [.. Enumerable.Range(0, count).Select(i => KeyValuePair.Create(
        string.Create(CultureInfo.InvariantCulture, $"{name}_{i}"), string.Create(CultureInfo.InvariantCulture, $"value {run % 10}")))];
}
