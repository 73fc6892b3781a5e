using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Server.Metrics;

/// <summary>
/// How good the models behind aliases are, as recorded with their versions: what dashboards of the source systems plot. Read again when the last
/// reading is older than some seconds, so that scraping costs the store little. Thread-safe.
/// </summary>
internal sealed class ModelQuality(HamfServices services)
{
    /// <summary>Most aliases shown: series must stay few.</summary>
    public const int AliasesMax = 500;

    private static readonly TimeSpan Kept = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private IReadOnlyList<AliasedModel> _read = [];
    private long _readAt;

    /// <summary>The versions that aliases point at.</summary>
    public IReadOnlyList<AliasedModel> Aliased()
    {
        lock (_gate)
        {
            if (_readAt == 0 || services.Time.GetElapsedTime(_readAt) > Kept)
            {
                _read = [.. (services.Tracking is { } tracking ? Registered(tracking) : Own()).Take(AliasesMax)];
                _readAt = services.Time.GetTimestamp();
            }

            return _read;
        }
    }

    private IEnumerable<AliasedModel> Own() => services.Models.List(null).SelectMany(
        version => version.Aliases.Select(alias => new AliasedModel(version.Name, alias, version.Version, version.Metrics)));

    private IEnumerable<AliasedModel> Registered(TrackingServices tracking)
    {
        long? offset = 0;
        while (offset is { } from)
        {
            Page<RegisteredModel> page = tracking.Registry.SearchModels(new SearchQuery { Max = 100, Offset = from });
            foreach (RegisteredModel model in page.Items)
            {
                foreach ((string alias, int version) in model.Aliases)
                {
                    yield return new AliasedModel(model.Name, alias, version, MetricsOf(tracking, model.Name, version));
                }
            }

            offset = page.NextOffset;
        }
    }

    // A version that a client registered has the metrics of its run.
    private IReadOnlyDictionary<string, double> MetricsOf(TrackingServices tracking, string name, int version)
    {
        if (services.Models.Find(new ModelReference(name, null, version)) is { Metrics.Count: > 1 } own)
        {
            return own.Metrics;
        }

        return tracking.Registry.FindVersion(name, version) is { RunId.Length: > 0 } registered && tracking.Tracking.FindRun(registered.RunId) is { } run
            ? run.Metrics.ToDictionary(point => point.Key, point => point.Value, StringComparer.Ordinal)
            : new Dictionary<string, double>();
    }
}

/// <summary>A version behind an alias, with what is known of its quality.</summary>
internal sealed record AliasedModel(string Name, string Alias, int Version, IReadOnlyDictionary<string, double> Metrics);
