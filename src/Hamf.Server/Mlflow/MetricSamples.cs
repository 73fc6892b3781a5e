using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Histories of a metric over several runs with so many steps left out that a chart can draw them: the same steps of every run.</summary>
internal sealed class MetricSamples(ITrackingStore tracking)
{
    private const int RunsMax = 100;
    private const int StepsMax = 2500;

    /// <summary>Answers <c>metrics/get-history-bulk-interval</c>.</summary>
    public Action<Utf8JsonWriter> History(WireRequest request)
    {
        IReadOnlyList<string> runIds = request.Texts("run_ids");
        CheckRuns(runIds);
        string key = request.Text("metric_key");
        int max = ReadMax(request);
        (long Start, long End)? range = ReadRange(request);

        IReadOnlyList<MetricPoint>[] histories = [.. runIds.Select(runId => MetricRoutes.PointsOf(tracking, runId, key, max: null))];
        HashSet<long> steps = Sample(histories, range, max);
        return json =>
        {
            json.WriteStartArray("metrics");
            for (int i = 0; i < histories.Length; i++)
            {
                foreach (MetricPoint point in histories[i].Where(p => steps.Contains(p.Step)).OrderBy(p => p.Step).ThenBy(p => p.TimestampMs).Take(StepsMax))
                {
                    RunJson.WriteMetric(json, point, runIds[i]);
                }
            }

            json.WriteEndArray();
        };
    }

    /// <summary>At most <paramref name="max"/> steps, evenly apart, and the first and last of all and of each history.</summary>
    internal static HashSet<long> Sample(IReadOnlyList<IReadOnlyList<MetricPoint>> histories, (long Start, long End)? range, int max)
    {
        long[][] stepsOfRuns = [.. histories.Select(history =>
            history.Select(p => p.Step).Where(step => range is not { } r || (step >= r.Start && step <= r.End)).Distinct().Order().ToArray())];
        long[] all = [.. stepsOfRuns.SelectMany(steps => steps).Distinct().Order()];
        if (all.Length <= max)
        {
            return [.. all];
        }

        HashSet<long> kept = [all[^1]];
        for (int i = 0; i < max; i++)
        {
            kept.Add(all[(int)(i * (double)all.Length / max)]);
        }

        foreach (long[] steps in stepsOfRuns.Where(steps => steps.Length > 0))
        {
            kept.Add(steps[0]);
            kept.Add(steps[^1]);
        }

        return kept;
    }

    private static void CheckRuns(IReadOnlyList<string> runIds)
    {
        if (runIds.Count == 0)
        {
            throw WireFault.Missing("run_ids");
        }

        if (runIds.Count > RunsMax)
        {
            throw RegistryException.Invalid($"GetMetricHistoryBulkInterval request must specify at most {RunsMax} run_ids. This one has {runIds.Count}.");
        }
    }

    private static int ReadMax(WireRequest request)
    {
        long max = request.OptionalLong("max_results") ?? StepsMax;
        return max is >= 1 and <= StepsMax ? (int)max : throw RegistryException.Invalid($"max_results must be between 1 and {StepsMax}.");
    }

    private static (long Start, long End)? ReadRange(WireRequest request)
    {
        long? start = request.OptionalLong("start_step");
        long? end = request.OptionalLong("end_step");
        if (start is null != end is null)
        {
            throw RegistryException.Invalid("If either start step or end step are specified, both must be specified.");
        }

        return start is null ? null
            : start <= end ? (start.Value, end!.Value)
            : throw RegistryException.Invalid($"end_step must be greater than start_step. Found {end} and {start}.");
    }
}
