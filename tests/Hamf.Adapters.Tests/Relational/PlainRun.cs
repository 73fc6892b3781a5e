using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What a run holds after some batches, the obvious way: everything is kept and sorted when it is asked for.</summary>
internal sealed class PlainRun
{
    private readonly HashSet<MetricPoint> _points = [];
    private readonly SortedDictionary<string, string> _params = new(StringComparer.Ordinal);

    public IReadOnlyList<KeyValuePair<string, string>> Params => [.. _params];

    public bool TryLog(RunBatch batch)
    {
        if (batch.Params.DistinctBy(p => p.Key).Count() < batch.Params.Count
            || batch.Params.Any(p => _params.TryGetValue(p.Key, out string? known) && known != p.Value))
        {
            return false;
        }

        foreach ((string key, string value) in batch.Params)
        {
            _params[key] = value;
        }

        _points.UnionWith(batch.Metrics);
        return true;
    }

    public IEnumerable<MetricPoint> Latest() => _points.GroupBy(p => p.Key)
        .Select(g => g.OrderBy(p => p.Step).ThenBy(p => p.TimestampMs).ThenBy(p => p.Value).Last())
        .OrderBy(p => p.Key, StringComparer.Ordinal);

    public IEnumerable<MetricPoint> History(string key) => _points.Where(p => p.Key == key)
        .OrderBy(p => p.TimestampMs).ThenBy(p => p.Step).ThenBy(p => double.IsNaN(p.Value)).ThenBy(p => p.Value);
}
