using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Writes logged models.</summary>
internal static class LoggedModelJson
{
    /// <summary>Writes a logged model as an object.</summary>
    public static void Write(Utf8JsonWriter json, LoggedModel model)
    {
        json.WriteStartObject();
        json.WriteStartObject("info");
        json.WriteString("model_id", model.ModelId);
        json.WriteString("experiment_id", model.ExperimentId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("name", model.Name);
        json.WriteNumber("creation_timestamp_ms", model.CreatedMs);
        json.WriteNumber("last_updated_timestamp_ms", model.UpdatedMs);
        json.WriteString("artifact_uri", model.ArtifactUri);
        json.WriteString("status", WireWords.Word(WireWords.ModelStatuses, model.Status));
        json.WriteOptional("model_type", model.ModelType);
        json.WriteOptional("source_run_id", model.SourceRunId);
        json.WriteOptional("status_message", model.StatusMessage);
        json.WritePairs("tags", model.Tags);
        json.WriteEndObject();
        json.WriteStartObject("data");
        json.WritePairs("params", model.Params);
        json.WriteList("metrics", model.Metrics, static (json, metric) => RunJson.WriteMetric(json, metric.Point, metric.RunId));
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
