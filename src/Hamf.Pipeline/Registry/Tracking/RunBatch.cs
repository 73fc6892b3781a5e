namespace Hamf.Pipeline.Registry.Tracking;

/// <summary>What one call logs to a run; all of it or nothing. The caller has checked names and lengths.</summary>
/// <param name="Metrics">Points to add; one that is there already in every part is no second one.</param>
/// <param name="Params">Parameters; one that is there with another value refuses the whole batch.</param>
/// <param name="Tags">Tags; the last of a key wins.</param>
public sealed record RunBatch(
    IReadOnlyList<MetricPoint> Metrics,
    IReadOnlyList<KeyValuePair<string, string>> Params,
    IReadOnlyList<KeyValuePair<string, string>> Tags);
