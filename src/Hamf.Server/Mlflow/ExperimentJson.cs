using System.Text.Json;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Writes experiments.</summary>
internal static class ExperimentJson
{
    /// <summary>Writes an experiment as an object.</summary>
    public static void Write(Utf8JsonWriter json, Experiment experiment)
    {
        json.WriteStartObject();
        json.WriteString("experiment_id", experiment.ExperimentId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("name", experiment.Name);
        json.WriteString("artifact_location", experiment.ArtifactLocation);
        json.WriteString("lifecycle_stage", WireWords.Word(experiment.Stage));
        json.WriteNumber("last_update_time", experiment.UpdatedMs);
        json.WriteNumber("creation_time", experiment.CreatedMs);
        json.WritePairs("tags", experiment.Tags);
        json.WriteEndObject();
    }

    /// <summary>Writes a dataset that runs of an experiment have read.</summary>
    public static void Write(Utf8JsonWriter json, DatasetSummary dataset)
    {
        json.WriteStartObject();
        json.WriteString("experiment_id", dataset.ExperimentId.ToString(System.Globalization.CultureInfo.InvariantCulture));
        json.WriteString("name", dataset.Name);
        json.WriteString("digest", dataset.Digest);
        json.WriteOptional("context", dataset.Context);
        json.WriteEndObject();
    }
}
