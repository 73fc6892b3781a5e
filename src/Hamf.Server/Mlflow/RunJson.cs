using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Writes runs and metrics.</summary>
internal static class RunJson
{
    /// <summary>Writes a run as an object, with everything that belongs to it.</summary>
    public static void Write(Utf8JsonWriter json, TrackedRun run)
    {
        json.WriteStartObject();
        json.WritePropertyName("info");
        WriteInfo(json, run);
        json.WriteStartObject("data");
        json.WriteList("metrics", run.Metrics, WriteMetric);
        json.WritePairs("params", run.Params);
        json.WritePairs("tags", run.Tags);
        json.WriteEndObject();
        json.WriteStartObject("inputs");
        json.WriteList("dataset_inputs", run.DatasetInputs, WriteDatasetInput);
        json.WriteList("model_inputs", run.ModelInputs, static (json, link) =>
        {
            json.WriteStartObject();
            json.WriteString("model_id", link.ModelId);
            json.WriteEndObject();
        });
        json.WriteEndObject();
        json.WriteStartObject("outputs");
        json.WriteList("model_outputs", run.ModelOutputs, static (json, link) =>
        {
            json.WriteStartObject();
            json.WriteString("model_id", link.ModelId);
            json.WriteNumber("step", link.Step);
            json.WriteEndObject();
        });
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Writes what a run is, without what was logged to it.</summary>
    public static void WriteInfo(Utf8JsonWriter json, TrackedRun run)
    {
        json.WriteStartObject();
        json.WriteString("run_uuid", run.RunId);
        json.WriteString("experiment_id", run.ExperimentId.ToString(CultureInfo.InvariantCulture));
        json.WriteString("run_name", run.Name);
        json.WriteString("user_id", run.UserId);
        json.WriteString("status", WireWords.Word(WireWords.RunStatuses, run.Status));
        json.WriteNumber("start_time", run.StartMs);
        json.WriteOptional("end_time", run.EndMs);
        json.WriteString("artifact_uri", run.ArtifactUri);
        json.WriteString("lifecycle_stage", WireWords.Word(run.Stage));
        json.WriteString("run_id", run.RunId);
        json.WriteEndObject();
    }

    /// <summary>Writes a point of a metric as an object.</summary>
    public static void WriteMetric(Utf8JsonWriter json, MetricPoint point) => WriteMetric(json, point, runId: null);

    /// <summary>Writes a point of a metric as an object, with the run that logged it.</summary>
    public static void WriteMetric(Utf8JsonWriter json, MetricPoint point, string? runId)
    {
        json.WriteStartObject();
        json.WriteString(WireNames.Key, point.Key);
        json.WriteMetricValue(WireNames.Value, point.Value);
        json.WriteNumber(WireNames.Timestamp, point.TimestampMs);
        json.WriteNumber(WireNames.Step, point.Step);
        json.WriteOptional("model_id", point.ModelId);
        json.WriteOptional("dataset_name", point.DatasetName);
        json.WriteOptional("dataset_digest", point.DatasetDigest);
        json.WriteOptional("run_id", runId);
        json.WriteEndObject();
    }

    private static void WriteDatasetInput(Utf8JsonWriter json, DatasetInput input)
    {
        json.WriteStartObject();
        json.WritePairs("tags", input.Tags);
        json.WriteStartObject("dataset");
        json.WriteString("name", input.Name);
        json.WriteString("digest", input.Digest);
        json.WriteString("source_type", input.SourceType);
        json.WriteString("source", input.Source);
        json.WriteOptional("schema", input.Schema);
        json.WriteOptional("profile", input.Profile);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
