using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Routes that log to runs.</summary>
internal sealed class RunLogRoutes(ITrackingStore tracking)
{
    public static void Map(MlflowRoutes routes, ITrackingStore tracking)
    {
        var log = new RunLogRoutes(tracking);
        var models = new LoggedModelHistory(tracking);
        routes.Body("runs/log-batch", log.LogBatch);
        routes.Command("POST", "runs/log-metric", log.LogMetric);
        routes.Command("POST", "runs/log-parameter", log.LogParam);
        routes.Command("POST", "runs/set-tag", log.SetTag);
        routes.Command("POST", "runs/delete-tag", log.DeleteTag);
        routes.Command("POST", "runs/log-inputs", log.LogInputs);
        routes.Command("POST", "runs/outputs", log.LogOutputs);
        routes.Command("POST", "runs/log-model", request => models.Add(request.RunId, request.Text("model_json")));
    }

    private void LogBatch(WireBody body)
    {
        (string runId, RunBatch batch) = body.Parse(LogBatchReader.Read);
        tracking.Log(runId, batch);
    }

    private void LogMetric(WireRequest request)
    {
        string runId = request.RunId;
        string key = request.Text("key");
        double value = request.Double("value");
        long timestampMs = request.Long("timestamp");
        MetricRules.Check("", key, timestampMs);
        var point = new MetricPoint(key, value, timestampMs, request.OptionalLong("step") ?? 0)
        {
            ModelId = MetricRules.Link("", "model_id", request.OptionalText("model_id"), MlflowLimits.ModelIdCharsMax),
            DatasetName = MetricRules.Link("", "dataset_name", request.OptionalText("dataset_name"), MlflowLimits.DatasetNameCharsMax),
            DatasetDigest = MetricRules.Link("", "dataset_digest", request.OptionalText("dataset_digest"), MlflowLimits.DatasetDigestCharsMax),
        };
        tracking.Log(runId, new RunBatch([point], [], []));
    }

    private void LogParam(WireRequest request)
    {
        string runId = request.RunId;
        KeyValuePair<string, string> param = RunTags.Param("", request.Text("key"), request.OptionalText("value") ?? "");
        tracking.Log(runId, new RunBatch([], [param], []));
    }

    private void SetTag(WireRequest request)
    {
        string runId = request.RunId;
        KeyValuePair<string, string> tag = RunTags.Tag("", request.Text("key"), request.OptionalText("value") ?? "");
        tracking.Log(runId, new RunBatch([], [], [tag]));
    }

    private void DeleteTag(WireRequest request) => tracking.DeleteTag(request.RunId, request.Text("key"));

    private void LogInputs(WireRequest request)
    {
        string runId = request.RunId;
        _ = request.Field("datasets") ?? request.Field("models") ?? throw WireFault.Missing("datasets");
        IReadOnlyList<DatasetInput> datasets = DatasetFields.Read(request);
        ModelLink[] models = [.. request.Objects("models").Select(model => new ModelLink(ModelIdOf(model), 0))];
        tracking.LogInputs(runId, datasets, models);
    }

    private void LogOutputs(WireRequest request)
    {
        string runId = request.RunId;
        _ = request.Field("models") ?? throw WireFault.Missing("models");
        ModelLink[] models = [.. request.Objects("models").Select(model => new ModelLink(ModelIdOf(model), model.OptionalLong("step") ?? 0))];
        tracking.LogOutputs(runId, models);
    }

    private static string ModelIdOf(WireFields model)
    {
        string id = model.Text("model_id");
        TextLimits.Check(model.PathOf("model_id"), id, MlflowLimits.ModelIdCharsMax);
        return id;
    }
}
