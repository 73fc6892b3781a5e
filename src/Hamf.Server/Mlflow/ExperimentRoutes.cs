using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Routes of experiments.</summary>
internal sealed class ExperimentRoutes(ITrackingStore tracking, string? artifactRoot)
{
    private const int PageSize = 1000;
    private const int PageMax = 50_000;
    private const int DatasetExperimentsMax = 20;
    private const int DatasetsMax = 1000;

    public static void Map(MlflowRoutes routes, TrackingServices services, HamfServerOptions options)
    {
        var experiments = new ExperimentRoutes(services.Tracking, options.ArtifactRoot);
        routes.Json("POST", "experiments/create", experiments.Create);
        routes.Json("GET", "experiments/get", experiments.Get);
        routes.Json("GET", "experiments/get-by-name", experiments.GetByName);
        routes.Json("POST GET", "experiments/search", experiments.Search);
        routes.Json("POST", "experiments/search-datasets", experiments.Datasets);
        routes.Command("POST", "experiments/update", experiments.Rename);
        routes.Command("POST", "experiments/delete", experiments.Delete);
        routes.Command("POST", "experiments/restore", experiments.Restore);
        routes.Command("POST", "experiments/set-experiment-tag", experiments.SetTag);
        routes.Command("POST", "experiments/delete-experiment-tag", experiments.DeleteTag);
    }

    private Action<Utf8JsonWriter> Create(WireRequest request)
    {
        string name = NameOf(request, "name");
        string? location = request.OptionalText("artifact_location") is { Length: > 0 } given ? ArtifactLocations.Read(given) : null;

        IReadOnlyList<KeyValuePair<string, string>> tags = request.Pairs("tags");
        for (int i = 0; i < tags.Count; i++)
        {
            CheckTag($"tags[{i}].", tags[i].Key, tags[i].Value);
        }

        long id = tracking.CreateExperiment(name, location, tags, artifactRoot);
        return json => json.WriteString("experiment_id", id.ToString(CultureInfo.InvariantCulture));
    }

    private Action<Utf8JsonWriter> Get(WireRequest request)
    {
        string id = request.Id("experiment_id");
        return Found(tracking.FindExperiment(WireIds.Experiment(id)) ?? throw WireIds.NoExperiment(id));
    }

    private Action<Utf8JsonWriter> GetByName(WireRequest request)
    {
        string name = request.Text("experiment_name");
        return Found(tracking.FindExperiment(name) ?? throw RegistryException.Missing($"Could not find experiment with name '{name}'."));
    }

    private Action<Utf8JsonWriter> Search(WireRequest request)
    {
        int max = WireSearch.Max(request, PageSize, PageMax);
        Page<Experiment> page = tracking.SearchExperiments(WireSearch.Read(request, SearchTarget.Experiments, "view_type", max));
        return json =>
        {
            json.WriteList("experiments", page.Items, ExperimentJson.Write);
            json.WriteOptional("next_page_token", PageToken.Write(page.NextOffset));
        };
    }

    private Action<Utf8JsonWriter> Datasets(WireRequest request)
    {
        IReadOnlyList<string> ids = request.Ids("experiment_ids");
        if (ids.Count is 0 or > DatasetExperimentsMax)
        {
            throw RegistryException.Invalid(ids.Count == 0
                ? "SearchDatasets request must specify at least one experiment_id."
                : $"SearchDatasets request cannot specify more than {DatasetExperimentsMax} experiment_ids; this one has {ids.Count}.");
        }

        IReadOnlyList<DatasetSummary> found = tracking.Datasets(WireIds.Experiments(ids), DatasetsMax);
        return json => json.WriteList("dataset_summaries", found, ExperimentJson.Write);
    }

    private void Rename(WireRequest request) => tracking.RenameExperiment(IdOf(request), NameOf(request, "new_name"));

    private void Delete(WireRequest request) => tracking.MoveExperiment(IdOf(request), LifecycleStage.Deleted);

    private void Restore(WireRequest request) => tracking.MoveExperiment(IdOf(request), LifecycleStage.Active);

    private void SetTag(WireRequest request)
    {
        long id = IdOf(request);
        string key = request.Text("key");
        string value = request.OptionalText("value") ?? "";
        CheckTag("", key, value);
        tracking.SetExperimentTag(id, key, value);
    }

    private void DeleteTag(WireRequest request) => tracking.DeleteExperimentTag(IdOf(request), request.Text("key"));

    private static Action<Utf8JsonWriter> Found(Experiment experiment) => json =>
    {
        json.WritePropertyName("experiment");
        ExperimentJson.Write(json, experiment);
    };

    private static long IdOf(WireRequest request) => WireIds.Experiment(request.Id("experiment_id"));

    private static string NameOf(WireRequest request, string field)
    {
        string name = request.Text(field);
        TextLimits.Check(field, name, MlflowLimits.ExperimentNameCharsMax);
        return name;
    }

    private static void CheckTag(string path, string key, string value)
    {
        NameRules.CheckKey(path + "key", key);
        TextLimits.Check(path + "value", value, MlflowLimits.ExperimentTagCharsMax);
    }
}
