using System.Buffers;
using System.Text.Json;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Server.Mlflow;

/// <summary>Routes of logged models (MLflow 3).</summary>
internal sealed class LoggedModelRoutes(ILoggedModelStore models)
{
    private const int PageSize = 100;
    private const int PageMax = 50_000;

    private static readonly SearchValues<char> BadNameCharacters = SearchValues.Create("/:.%\"'");

    public static void Map(MlflowRoutes routes, TrackingServices services)
    {
        var logged = new LoggedModelRoutes(services.LoggedModels);
        routes.Json("POST", "logged-models", logged.Create);
        routes.Json("POST", "logged-models/search", logged.Search);
        routes.Json("GET", "logged-models/{model_id}", logged.Get);
        routes.Json("PATCH", "logged-models/{model_id}", logged.Finalize);
        routes.Command("DELETE", "logged-models/{model_id}", logged.Delete);
        routes.Json("PATCH", "logged-models/{model_id}/tags", logged.SetTags);
        routes.Command("DELETE", "logged-models/{model_id}/tags/{tag_key}", logged.DeleteTag);
        routes.Command("POST", "logged-models/{model_id}/params", logged.LogParams);
    }

    private Action<Utf8JsonWriter> Create(WireRequest request)
    {
        long experimentId = WireIds.Experiment(request.Id("experiment_id"));
        string? name = request.OptionalText("name");
        if (name is not null && (name.Length == 0 || name.AsSpan().ContainsAny(BadNameCharacters)))
        {
            throw RegistryException.Invalid($"Invalid model name {WireText.Show(name)}: it may not be empty, nor hold any of / : . % \" '");
        }

        TextLimits.Check("name", name ?? "", MlflowLimits.ModelNameCharsMax);
        string? modelType = MetricRules.Optional(request.OptionalText("model_type"));
        TextLimits.Check("model_type", modelType ?? "", MlflowLimits.ModelTypeCharsMax);
        string? sourceRunId = MetricRules.Optional(request.OptionalText("source_run_id"));
        return Found(models.Create(new NewLoggedModel
        {
            ExperimentId = experimentId,
            Name = name,
            ModelType = modelType,
            SourceRunId = sourceRunId,
            Params = ParamsOf(request),
            Tags = TagsOf(request),
        }));
    }

    private Action<Utf8JsonWriter> Get(WireRequest request)
    {
        string id = IdOf(request);
        return Found(models.Find(id) ?? throw RegistryException.Missing($"Logged model with ID '{id}' not found."));
    }

    private Action<Utf8JsonWriter> Finalize(WireRequest request) => Found(models.Finalize(
        IdOf(request), request.OptionalEnum("status", WireWords.ModelStatuses) ?? throw WireFault.Missing("status")));

    private void Delete(WireRequest request) => models.Delete(IdOf(request));

    private Action<Utf8JsonWriter> SetTags(WireRequest request) => Found(models.SetTags(IdOf(request), TagsOf(request)));

    private void DeleteTag(WireRequest request) => models.DeleteTag(IdOf(request), Uri.UnescapeDataString(request.RouteText("tag_key")));

    private void LogParams(WireRequest request) => models.LogParams(IdOf(request), ParamsOf(request));

    private Action<Utf8JsonWriter> Search(WireRequest request)
    {
        SearchMark mark = LoggedModelFields.Mark(request);
        LoggedModelSearch search = LoggedModelFields.ReadSearch(request, WireSearch.Max(request, PageSize, PageMax), mark);
        Page<LoggedModel> page = models.Search(search);
        return json =>
        {
            json.WriteList("models", page.Items, LoggedModelJson.Write);
            json.WriteOptional("next_page_token", PageToken.Write(page.NextOffset, mark));
        };
    }

    private static Action<Utf8JsonWriter> Found(LoggedModel model) => json =>
    {
        json.WritePropertyName("model");
        LoggedModelJson.Write(json, model);
    };

    private static string IdOf(WireRequest request) => request.RouteText("model_id");

    private static KeyValuePair<string, string>[] TagsOf(WireRequest request) => [.. RunTags.Read(request, "tags")];

    private static KeyValuePair<string, string>[] ParamsOf(WireRequest request) =>
        [.. request.Pairs("params").Select((param, i) => RunTags.Param($"params[{i}].", param.Key, param.Value))];
}
