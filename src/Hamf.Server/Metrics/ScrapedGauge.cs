namespace Hamf.Server.Metrics;

/// <summary>
/// A gauge as it is at one scrape, for labels that come and go. OpenTelemetry keeps a place for every set of labels that it has ever seen, and throws
/// those beyond the 2,000th together: an instrument of its own is for labels of which there are few for ever.
/// </summary>
/// <param name="Name">The exposed name.</param>
/// <param name="Words">What it means.</param>
/// <param name="Readings">One per set of labels.</param>
internal sealed record ScrapedGauge(string Name, string Words, IReadOnlyList<GaugeReading> Readings);

/// <summary>A value and the labels that it has.</summary>
internal sealed record GaugeReading(IReadOnlyList<KeyValuePair<string, object?>> Labels, double Value);
