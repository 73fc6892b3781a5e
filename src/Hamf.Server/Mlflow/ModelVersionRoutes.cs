using System.Globalization;
using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Server.Security;

namespace Hamf.Server.Mlflow;

/// <summary>Routes of model versions.</summary>
internal sealed class ModelVersionRoutes(IRegistryStore registry, VersionSources sources, LoggedModelVersions logged, AliasGuard guard)
{
    private const int UsualPage = 10_000;
    private const int LargestPage = 200_000;

    public static void Map(MlflowRoutes routes, TrackingServices services, HamfServerOptions options)
    {
        ModelVersionRoutes versions = new(services.Registry, new VersionSources(services), new LoggedModelVersions(services.LoggedModels), options.AliasGuard);
        routes.Json("POST", "model-versions/create", versions.Create);
        routes.Json("GET", "model-versions/get", versions.Get);
        routes.Json("PATCH", "model-versions/update", versions.Update);
        routes.Json("POST", "model-versions/transition-stage", versions.Move);
        routes.Command("DELETE", "model-versions/delete", versions.Delete);
        routes.Json("GET POST", "model-versions/search", versions.Search);
        routes.Json("GET", "model-versions/get-download-uri", versions.DownloadUri);
        routes.Command("POST", "model-versions/set-tag", versions.SetTag);
        routes.Command("DELETE", "model-versions/delete-tag", versions.DeleteTag);
    }

    private Action<Utf8JsonWriter> Create(WireRequest request)
    {
        string name = ModelRules.Name(request);
        IReadOnlyList<KeyValuePair<string, string>> tags = ModelRules.Tags(request);
        bool isPrompt = tags.Any(tag => tag.Key == Prompts.Tag);
        string source = ModelRules.Link("source", isPrompt ? request.OptionalText("source") ?? string.Empty : request.Text("source"));
        string? modelId = request.OptionalText("model_id") is { Length: > 0 } id ? id : null;
        string runId = ModelRules.Link("run_id", request.OptionalText("run_id") ?? string.Empty);
        (string location, runId) = isPrompt ? (VersionSources.CheckPrompt(source), runId) : sources.Resolve(source, runId, modelId);
        RegisteredVersion version = registry.CreateVersion(new NewVersion
        {
            Name = name,
            Source = source,
            StorageLocation = ProxyAddress.ToOwn(request.Http.Request, location),
            RunId = runId,
            RunLink = ModelRules.Link("run_link", request.OptionalText("run_link") ?? string.Empty),
            ModelId = modelId,
            Description = ModelRules.Description(request),
            UserId = Caller.Of(request.Http) is var caller && caller != Caller.Local ? caller.Name : string.Empty,
            Tags = tags,
        });
        if (modelId is not null)
        {
            logged.Add(modelId, version.Name, version.Version);
        }

        return Version(version);
    }

    private Action<Utf8JsonWriter> Get(WireRequest request) => Version(Find(request));

    private Action<Utf8JsonWriter> Update(WireRequest request)
    {
        string name = ModelRules.Name(request);
        int version = ModelRules.Version(request);
        return Version(registry.DescribeVersion(name, version, ModelRules.Description(request)));
    }

    private Action<Utf8JsonWriter> Move(WireRequest request)
    {
        string name = ModelRules.Name(request);
        int version = ModelRules.Version(request);
        VersionStage stage = VersionStageNames.Read(request.Text("stage"));
        bool archiveOthers = request.OptionalBool("archive_existing_versions") ?? false;
        return Version(registry.MoveVersion(name, version, stage, archiveOthers, Caller.Of(request.Http).Name));
    }

    private void Delete(WireRequest request)
    {
        string name = ModelRules.Name(request);
        int version = ModelRules.Version(request);
        Caller caller = Caller.Of(request.Http);
        registry.DeleteVersion(name, version, caller.Name, guard.For(caller.Role));
    }

    private Action<Utf8JsonWriter> Search(WireRequest request)
    {
        Page<RegisteredVersion> page = registry.SearchVersions(RegistryQuery.Read(request, SearchTarget.ModelVersions, UsualPage, LargestPage));
        return json =>
        {
            json.WriteList("model_versions", page.Items, ModelJson.WriteVersionValue);
            json.WriteOptional("next_page_token", PageToken.Write(page.NextOffset));
        };
    }

    private Action<Utf8JsonWriter> DownloadUri(WireRequest request)
    {
        RegisteredVersion version = Find(request);
        string uri = sources.DownloadUri(request.Http.Request, version);
        return json => json.WriteString("artifact_uri", uri);
    }

    private void SetTag(WireRequest request)
    {
        string name = ModelRules.Name(request);
        int version = ModelRules.Version(request);
        (string key, string value) = ModelRules.Tag(request);
        registry.SetVersionTag(name, version, key, value);
    }

    private void DeleteTag(WireRequest request)
    {
        string name = ModelRules.Name(request);
        int version = ModelRules.Version(request);
        registry.DeleteVersionTag(name, version, request.Text("key"));
    }

    private RegisteredVersion Find(WireRequest request)
    {
        string name = ModelRules.Name(request);
        int version = ModelRules.Version(request);
        return registry.FindVersion(name, version) ?? throw RegistryException.MissingVersion(name, version.ToString(CultureInfo.InvariantCulture));
    }

    private static Action<Utf8JsonWriter> Version(RegisteredVersion version) => json => json.WriteVersion(version);
}
