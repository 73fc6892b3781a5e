namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>One value of a metric.</summary>
/// <param name="Key">The metric's name.</param>
/// <param name="Value">The value; NaN is kept, infinities are kept.</param>
/// <param name="TimestampMs">When it was measured, Unix milliseconds.</param>
/// <param name="Step">The step of the training it belongs to.</param>
public readonly record struct MetricPoint(string Key, double Value, long TimestampMs, long Step)
{
    /// <summary>The logged model it was measured on, or null.</summary>
    public string? ModelId { get; init; }

    /// <summary>The dataset it was measured on, or null.</summary>
    public string? DatasetName { get; init; }

    /// <summary>The dataset's digest, or null.</summary>
    public string? DatasetDigest { get; init; }
}
