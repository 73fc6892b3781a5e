using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Mlflow;

/// <summary>Reads experiments, runs, models and versions from answers.</summary>
internal static class WireReader
{
    public static Experiment Experiment(JsonElement json) => new()
    {
        ExperimentId = json.Long("experiment_id") ?? throw new FormatException($"the experiment id '{json.Text("experiment_id")}' is no number"),
        Name = json.Text("name") ?? string.Empty,
        ArtifactLocation = json.Text("artifact_location") ?? string.Empty,
        Stage = Stage(json),
        CreatedMs = json.Long("creation_time") ?? 0,
        UpdatedMs = json.Long("last_update_time") ?? 0,
        Tags = json.Pairs("tags").DistinctBy(t => t.Key).ToDictionary(t => t.Key, t => t.Value, StringComparer.Ordinal),
    };

    public static TrackedRun Run(JsonElement json)
    {
        JsonElement info = json.Object("info") ?? default;
        JsonElement data = json.Object("data") ?? info;
        JsonElement inputs = json.Object("inputs") ?? info;
        JsonElement outputs = json.Object("outputs") ?? info;
        KeyValuePair<string, string>[] tags = data.Pairs("tags");
        return new TrackedRun
        {
            RunId = info.Text("run_id") ?? info.Text("run_uuid") ?? string.Empty,
            ExperimentId = info.Long("experiment_id") ?? 0,
            Name = info.Text("run_name") ?? tags.FirstOrDefault(t => t.Key == "mlflow.runName").Value ?? string.Empty,
            UserId = info.Text("user_id") ?? string.Empty,
            Status = Status(info.Text("status")),
            Stage = Stage(info),
            StartMs = info.Long("start_time") ?? 0,
            EndMs = info.Long("end_time"),
            ArtifactUri = info.Text("artifact_uri") ?? string.Empty,
            Metrics = [.. data.Objects("metrics").Select(Point)],
            Params = data.Pairs("params"),
            Tags = tags,
            DatasetInputs = [.. inputs.Objects("dataset_inputs").Select(Dataset)],
            ModelInputs = Links(inputs, "model_inputs"),
            ModelOutputs = Links(outputs, "model_outputs"),
        };
    }

    public static MetricPoint Point(JsonElement json) => new(
        json.Text("key") ?? string.Empty, json.Number("value") ?? 0, json.Long("timestamp") ?? 0, json.Long("step") ?? 0)
    {
        ModelId = json.Text("model_id"),
        DatasetName = json.Text("dataset_name"),
        DatasetDigest = json.Text("dataset_digest"),
    };

    public static RegisteredModel Model(JsonElement json) => new()
    {
        Name = json.Text("name") ?? string.Empty,
        Description = json.Text("description"),
        CreatedMs = json.Long("creation_timestamp") ?? 0,
        UpdatedMs = json.Long("last_updated_timestamp") ?? 0,
        Tags = json.Pairs("tags"),
        Aliases = [.. json.Objects("aliases").Select(a => KeyValuePair.Create(a.Text("alias") ?? string.Empty, Number(a.Text("version"))))],
        LatestVersions = [.. json.Objects("latest_versions").Select(Version)],
    };

    public static RegisteredVersion Version(JsonElement json) => new()
    {
        Name = json.Text("name") ?? string.Empty,
        Version = Number(json.Text("version")),
        CreatedMs = json.Long("creation_timestamp") ?? 0,
        UpdatedMs = json.Long("last_updated_timestamp") ?? 0,
        UserId = json.Text("user_id") ?? string.Empty,
        Description = json.Text("description"),
        Stage = Enum.TryParse(json.Text("current_stage"), ignoreCase: true, out VersionStage stage) ? stage : VersionStage.None,
        Source = json.Text("source") ?? string.Empty,
        StorageLocation = json.Text("source") ?? string.Empty,
        RunId = json.Text("run_id") ?? string.Empty,
        RunLink = json.Text("run_link") ?? string.Empty,
        ModelId = json.Text("model_id"),
        Aliases = json.TryGetProperty("aliases", out JsonElement aliases) && aliases.ValueKind == JsonValueKind.Array
            ? [.. aliases.EnumerateArray().Where(a => a.ValueKind == JsonValueKind.String).Select(a => a.GetString()!)]
            : [],
        Tags = json.Pairs("tags"),
    };

    public static LoggedModel LoggedModel(JsonElement json)
    {
        JsonElement info = json.Object("info") ?? json;
        JsonElement data = json.Object("data") ?? info;
        return new LoggedModel
        {
            ModelId = info.Text("model_id") ?? string.Empty,
            ExperimentId = info.Long("experiment_id") ?? 0,
            Name = info.Text("name") ?? string.Empty,
            ArtifactUri = info.Text("artifact_uri") ?? string.Empty,
            Status = ModelStatus(info.Text("status")),
            ModelType = info.Text("model_type"),
            SourceRunId = info.Text("source_run_id") is { Length: > 0 } runId ? runId : null,
            CreatedMs = info.Long("creation_timestamp_ms") ?? 0,
            UpdatedMs = info.Long("last_updated_timestamp_ms") ?? 0,
            Params = data.Pairs("params"),
            Tags = info.Pairs("tags"),
            Metrics = [.. data.Objects("metrics").Select(point => (point.Text("run_id") ?? string.Empty, Point(point)))],
        };
    }

    private static ModelLink[] Links(JsonElement json, string name) =>
        [.. json.Objects(name).Where(link => link.Text("model_id") is { Length: > 0 }).Select(link => new ModelLink(link.Text("model_id")!, link.Long("step") ?? 0))];

    // One whose status is not known is, for all that is known, not ready.
    private static LoggedModelStatus ModelStatus(string? text) => text switch
    {
        "LOGGED_MODEL_READY" or "READY" => LoggedModelStatus.Ready,
        "LOGGED_MODEL_UPLOAD_FAILED" or "FAILED" => LoggedModelStatus.UploadFailed,
        _ => LoggedModelStatus.Pending,
    };

    private static DatasetInput Dataset(JsonElement json)
    {
        JsonElement dataset = json.Object("dataset") ?? json;
        return new DatasetInput
        {
            Name = dataset.Text("name") ?? string.Empty,
            Digest = dataset.Text("digest") ?? string.Empty,
            SourceType = dataset.Text("source_type") ?? string.Empty,
            Source = dataset.Text("source") ?? string.Empty,
            Schema = dataset.Text("schema"),
            Profile = dataset.Text("profile"),
            Tags = json.Pairs("tags"),
        };
    }

    // Servers to come may know more; a run whose status is not known has, for all that is known, not ended.
    private static RunStatus Status(string? text) =>
        text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out RunStatus status) ? status : RunStatus.Running;

    private static LifecycleStage Stage(JsonElement json) =>
        string.Equals(json.Text("lifecycle_stage"), "deleted", StringComparison.OrdinalIgnoreCase) ? LifecycleStage.Deleted : LifecycleStage.Active;

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
}
