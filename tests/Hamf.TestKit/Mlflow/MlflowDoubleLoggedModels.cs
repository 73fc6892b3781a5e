using System.Globalization;
using System.Text.Json.Nodes;

namespace Hamf.TestKit.Mlflow;

/// <summary>Logged models of the double, which a server before MLflow 3 does not know.</summary>
internal sealed class MlflowDoubleLoggedModels(MlflowDouble server)
{
    private const string Prefix = "logged-models/";

    public JsonObject? Answer(string path, JsonObject fields) =>
        !path.StartsWith(Prefix, StringComparison.Ordinal) || server.Defects.HasFlag(MlflowDefects.NoLoggedModels) ? null
        : path == Prefix + "search" ? Search(fields)
        : server.LoggedModels.TryGetValue(path[Prefix.Length..], out DoubleLoggedModel? model) ? new JsonObject { ["model"] = Show(model, model.Points) }
        : throw MlflowRefusal.Missing("no such logged model");

    // A list shows the latest point of each metric.
    private JsonObject Search(JsonObject fields)
    {
        string[] experiments = [.. ((JsonArray)fields["experiment_ids"]!).Select(id => id!.ToString())];
        bool isAscending = (bool)fields["order_by"]![0]!["ascending"]!;
        IEnumerable<DoubleLoggedModel> found = server.LoggedModels.Values
            .Where(model => experiments.Contains(model.Experiment.Id.ToString(CultureInfo.InvariantCulture)))
            .OrderBy(model => isAscending ? model.CreatedMs : -model.CreatedMs);
        return MlflowDouble.Page("models", [.. found.Select(model => Show(model, model.Points.TakeLast(1)))], fields);
    }

    private static JsonObject Show(DoubleLoggedModel model, IEnumerable<(string RunId, string Key, double Value, long TimestampMs, long Step)> points) => new()
    {
        ["info"] = new JsonObject
        {
            ["model_id"] = model.Id,
            ["experiment_id"] = model.Experiment.Id.ToString(CultureInfo.InvariantCulture),
            ["name"] = model.Name,
            ["creation_timestamp_ms"] = model.CreatedMs,
            ["last_updated_timestamp_ms"] = model.CreatedMs,
            ["artifact_uri"] = model.ArtifactUri,
            ["status"] = model.Status,
            ["model_type"] = model.Type,
            ["source_run_id"] = model.SourceRunId,
            ["tags"] = MlflowDouble.Pairs(model.Tags),
        },
        ["data"] = new JsonObject
        {
            ["params"] = MlflowDouble.Pairs(model.Params),
            ["metrics"] = new JsonArray([.. points.Select(p => (JsonNode)new JsonObject
            {
                ["key"] = p.Key,
                ["value"] = p.Value,
                ["timestamp"] = p.TimestampMs,
                ["step"] = p.Step,
                ["model_id"] = model.Id,
                ["run_id"] = p.RunId,
            })]),
        },
    };
}
