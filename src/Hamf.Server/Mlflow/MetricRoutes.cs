using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Routes of metric histories.</summary>
internal sealed class MetricRoutes(ITrackingStore tracking)
{
    private const int BulkPointsMax = 25_000;
    private const int RunsMax = 100;

    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        var metrics = new MetricRoutes(services.Tracking);
        var sampled = new MetricSamples(services.Tracking);
        routes.Json("GET", "metrics/get-history", metrics.History);
        routes.Json("GET", "metrics/get-history-bulk", metrics.BulkHistory);
        routes.Json("GET", "metrics/get-history-bulk-interval", sampled.History);
    }

    /// <summary>All points of a metric of a run; none when the run is not there.</summary>
    public static IReadOnlyList<MetricPoint> PointsOf(ITrackingStore tracking, string runId, string key, int? max)
    {
        try
        {
            return tracking.MetricHistory(runId, key, max, 0).Items;
        }
        catch (RegistryException e) when (e.Error == RegistryError.ResourceDoesNotExist)
        {
            // A chart over many runs shows those that are left.
            return [];
        }
    }

    private Action<Utf8JsonWriter> History(WireRequest request)
    {
        string runId = request.RunId;
        string key = request.Text("metric_key");
        int? max = request.OptionalLong("max_results") is null ? null : WireSearch.Max(request, BulkPointsMax, int.MaxValue, min: 0);
        long offset = PageToken.Read(request.OptionalText("page_token"));
        Page<MetricPoint> page = max == 0 ? new Page<MetricPoint>([], null) : tracking.MetricHistory(runId, key, max, offset);
        return json =>
        {
            json.WriteList("metrics", page.Items, RunJson.WriteMetric);
            json.WriteOptional("next_page_token", PageToken.Write(page.NextOffset));
        };
    }

    private Action<Utf8JsonWriter> BulkHistory(WireRequest request)
    {
        IReadOnlyList<string> runIds = request.Texts("run_id");
        if (runIds.Count is 0 or > RunsMax)
        {
            throw RegistryException.Invalid(runIds.Count == 0
                ? "GetMetricHistoryBulk request must specify at least one run_id."
                : $"GetMetricHistoryBulk request cannot specify more than {RunsMax} run_ids; this one has {runIds.Count}.");
        }

        string key = request.OptionalText("metric_key") ?? throw RegistryException.Invalid("GetMetricHistoryBulk request must specify a metric_key.");
        int max = Math.Min(WireSearch.Max(request, BulkPointsMax, int.MaxValue), BulkPointsMax);
        List<(string RunId, MetricPoint Point)> points = [];
        foreach (string runId in runIds.Order(StringComparer.Ordinal))
        {
            points.AddRange(PointsOf(tracking, runId, key, max).Take(max - points.Count).Select(point => (runId, point)));
        }

        // Empty here too: the callers of this route expect the list.
        return json =>
        {
            json.WriteStartArray("metrics");
            points.ForEach(each => RunJson.WriteMetric(json, each.Point, each.RunId));
            json.WriteEndArray();
        };
    }
}
