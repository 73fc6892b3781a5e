using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Mlflow;

/// <summary>Experiments and runs of a server. Thread-safe.</summary>
internal sealed class MlflowRuns(MlflowCalls calls)
{
    private const int HistoryPage = 10_000;

    public Task<Experiment> OpenExperimentAsync(string name, CancellationToken cancellation) => calls.RepeatAsync(
        async token => await FindExperimentAsync(name, token).ConfigureAwait(false) ?? await CreateExperimentAsync(name, token).ConfigureAwait(false), cancellation);

    public async Task<TrackedRun?> FindRunAsync(string runId, CancellationToken cancellation)
    {
        try
        {
            JsonElement answer = await calls.GetAsync("runs/get", [("run_id", runId)], cancellation).ConfigureAwait(false);
            return WireReader.Run(calls.Part("runs/get", answer, "run"));
        }
        catch (TrackingException e) when (e.Error is TrackingError.Missing)
        {
            return null;
        }
    }

    // A create whose answer is lost may or may not have made a run, so what is repeated is to look and to create, never to create.
    public Task<TrackedRun> OpenRunAsync(NewRun run, string tag, string value, CancellationToken cancellation) => calls.RepeatAsync(
        async token =>
        {
            List<TrackedRun> known = await TaggedAsync(run.ExperimentId, tag, value, token).ConfigureAwait(false);
            return known.FirstOrDefault() ?? await CreateRunAsync(run, tag, value, token).ConfigureAwait(false);
        },
        cancellation);

    public async Task<string?> KeepOneAsync(long experimentId, string tag, string value, CancellationToken cancellation)
    {
        List<TrackedRun> found = await TaggedAsync(experimentId, tag, value, cancellation).ConfigureAwait(false);
        foreach (TrackedRun twin in found.Skip(1))
        {
            await calls.PostAsync("runs/delete", json => json.WriteString("run_id", twin.RunId), cancellation).ConfigureAwait(false);
        }

        return found.FirstOrDefault()?.RunId;
    }

    public async Task LogAsync(string runId, RunBatch batch, CancellationToken cancellation)
    {
        RunBatch plain = batch with { Metrics = [.. batch.Metrics.Where(p => !double.IsNaN(p.Value))] };
        foreach (RunBatch part in BatchSplitter.Split(plain))
        {
            await calls.PostAsync("runs/log-batch", json => Write(json, runId, part), cancellation).ConfigureAwait(false);
        }

        // MLflow takes a point that it has for no second one, unless its value is NaN: that is refused. So what is repeated is to look and to log.
        foreach (RunBatch part in BatchSplitter.Split(new RunBatch([.. batch.Metrics.Where(p => double.IsNaN(p.Value))], [], [])))
        {
            await calls.RepeatAsync(token => LogNansAsync(runId, part.Metrics, token), cancellation).ConfigureAwait(false);
        }
    }

    public Task EndRunAsync(string runId, RunStatus status, long endMs, CancellationToken cancellation) => calls.PostAsync(
        "runs/update",
        json =>
        {
            json.WriteString("run_id", runId);
            json.WriteString("status", status.ToString().ToUpperInvariant());
            json.WriteNumber("end_time", endMs);
        },
        cancellation);

    public async Task<(MetricPoint[] Points, string? Next)> HistoryPageAsync(string runId, string key, string? page, CancellationToken cancellation)
    {
        // Without a page size some servers answer with nothing and a token that leads to nothing again.
        JsonElement answer = await calls.GetAsync(
            "metrics/get-history",
            [("run_id", runId), ("metric_key", key), ("max_results", HistoryPage.ToString(CultureInfo.InvariantCulture)), ("page_token", page)],
            cancellation).ConfigureAwait(false);
        MetricPoint[] points = [.. answer.Objects("metrics").Select(WireReader.Point)];
        string? next = answer.Text("next_page_token");
        return (points, points.Length == 0 || next is null or "" || next == page ? null : next);
    }

    private async Task<Experiment?> FindExperimentAsync(string name, CancellationToken cancellation)
    {
        try
        {
            JsonElement answer = await calls.GetAsync("experiments/get-by-name", [("experiment_name", name)], cancellation).ConfigureAwait(false);
            Experiment found = WireReader.Experiment(calls.Part("experiments/get-by-name", answer, "experiment"));
            return found.Stage == LifecycleStage.Active
                ? found
                : throw TrackingException.Refused($"The experiment '{name}' has been deleted on the MLflow server. Restore it there, or name another with MLFLOW_EXPERIMENT_NAME.");
        }
        catch (TrackingException e) when (e.Error is TrackingError.Missing)
        {
            return null;
        }
    }

    private async Task<Experiment> CreateExperimentAsync(string name, CancellationToken cancellation)
    {
        try
        {
            await calls.PostOnceAsync("experiments/create", json => json.WriteString("name", name), cancellation).ConfigureAwait(false);
        }
        catch (TrackingException e) when (e.Error is TrackingError.Exists)
        {
            // Somebody was faster.
        }

        return await FindExperimentAsync(name, cancellation).ConfigureAwait(false)
            ?? throw new TrackingException(TrackingError.Unreachable, $"The MLflow server has made the experiment '{name}' and does not find it.");
    }

    private async Task<TrackedRun> CreateRunAsync(NewRun run, string tag, string value, CancellationToken cancellation)
    {
        JsonElement answer = await calls.PostOnceAsync(
            "runs/create",
            json =>
            {
                json.WriteString("experiment_id", run.ExperimentId.ToString(CultureInfo.InvariantCulture));
                json.WriteString("user_id", run.UserId);
                json.WriteString("run_name", run.Name);
                json.WriteNumber("start_time", run.StartMs ?? 0);
                json.WritePairs("tags", [.. run.Tags.Where(t => t.Key != tag), KeyValuePair.Create(tag, value)]);
            },
            cancellation).ConfigureAwait(false);
        return WireReader.Run(calls.Part("runs/create", answer, "run"));
    }

    // Oldest first, so that everybody who looks keeps the same one.
    private async Task<List<TrackedRun>> TaggedAsync(long experimentId, string tag, string value, CancellationToken cancellation)
    {
        JsonElement answer = await calls.PostAsync(
            "runs/search",
            json =>
            {
                json.WriteStartArray("experiment_ids");
                json.WriteStringValue(experimentId.ToString(CultureInfo.InvariantCulture));
                json.WriteEndArray();
                json.WriteString("filter", $"tags.`{tag}` = '{value}'");
                json.WriteString("run_view_type", "ACTIVE_ONLY");
                json.WriteNumber("max_results", 100);
            },
            cancellation).ConfigureAwait(false);
        return [.. answer.Objects("runs").Select(WireReader.Run)
            .Where(run => run.Tags.Any(t => t.Key == tag && t.Value == value))
            .OrderBy(run => run.StartMs).ThenBy(run => run.RunId, StringComparer.Ordinal)];
    }

    private async Task<int> LogNansAsync(string runId, IReadOnlyList<MetricPoint> points, CancellationToken cancellation)
    {
        var known = new HashSet<(string Key, long TimestampMs, long Step)>();
        foreach (string key in points.Select(p => p.Key).Distinct())
        {
            string? page = null;
            do
            {
                (MetricPoint[] history, page) = await HistoryPageAsync(runId, key, page, cancellation).ConfigureAwait(false);
                known.UnionWith(history.Where(p => double.IsNaN(p.Value)).Select(p => (p.Key, p.TimestampMs, p.Step)));
            }
            while (page is not null);
        }

        var batch = new RunBatch([.. points.Where(p => !known.Contains((p.Key, p.TimestampMs, p.Step)))], [], []);
        if (batch.Metrics.Count > 0)
        {
            await calls.PostOnceAsync("runs/log-batch", json => Write(json, runId, batch), cancellation).ConfigureAwait(false);
        }

        return batch.Metrics.Count;
    }

    private static void Write(Utf8JsonWriter json, string runId, RunBatch batch)
    {
        json.WriteString("run_id", runId);
        json.WriteStartArray("metrics");
        foreach (MetricPoint point in batch.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("key", point.Key);
            json.WriteMetric("value", point.Value);
            json.WriteNumber("timestamp", point.TimestampMs);
            json.WriteNumber("step", point.Step);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WritePairs("params", batch.Params);
        json.WritePairs("tags", batch.Tags);
    }
}
