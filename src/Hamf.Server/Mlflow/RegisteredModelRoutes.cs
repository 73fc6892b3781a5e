using System.Text.Json;
using Hamf.Pipeline.Governance;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Server.Security;

namespace Hamf.Server.Mlflow;

/// <summary>Routes of registered models and their aliases.</summary>
internal sealed class RegisteredModelRoutes(IRegistryStore registry, AliasGuard guard)
{
    private const int UsualPage = 100;
    private const int LargestPage = 1_000;

    public static void Map(MlflowRoutes routes, TrackingServices services, HamfServerOptions options)
    {
        RegisteredModelRoutes models = new(services.Registry, options.AliasGuard);
        routes.Json("POST", "registered-models/create", models.Create);
        routes.Json("GET", "registered-models/get", models.Get);
        routes.Json("POST", "registered-models/rename", models.Rename);
        routes.Json("PATCH", "registered-models/update", models.Update);
        routes.Command("DELETE", "registered-models/delete", models.Delete);
        routes.Json("GET POST", "registered-models/search", models.Search);
        routes.Json("GET POST", "registered-models/get-latest-versions", models.LatestVersions);
        routes.Command("POST", "registered-models/set-tag", models.SetTag);
        routes.Command("DELETE", "registered-models/delete-tag", models.DeleteTag);
        routes.Command("POST", "registered-models/alias", models.SetAlias);
        routes.Command("DELETE", "registered-models/alias", models.DeleteAlias);
        routes.Json("GET", "registered-models/alias", models.GetByAlias);
    }

    private Action<Utf8JsonWriter> Create(WireRequest request) => Model(
        registry.CreateModel(ModelRules.NewName(request, "name"), ModelRules.Description(request), ModelRules.Tags(request)));

    private Action<Utf8JsonWriter> Get(WireRequest request) => Model(Find(ModelRules.Name(request)));

    private Action<Utf8JsonWriter> Rename(WireRequest request)
    {
        string name = ModelRules.Name(request);
        string newName = ModelRules.NewName(request, "new_name");
        return Model(registry.RenameModel(name, newName, MayLose(request)));
    }

    private Action<Utf8JsonWriter> Update(WireRequest request) =>
        Model(registry.DescribeModel(ModelRules.Name(request), ModelRules.Description(request)));

    private void Delete(WireRequest request)
    {
        string name = ModelRules.Name(request);
        registry.DeleteModel(name, Caller.Of(request.Http).Name, MayLose(request));
    }

    private Action<Utf8JsonWriter> Search(WireRequest request)
    {
        Page<RegisteredModel> page = registry.SearchModels(RegistryQuery.Read(request, SearchTarget.RegisteredModels, UsualPage, LargestPage));
        return json =>
        {
            json.WriteList("registered_models", page.Items, ModelJson.WriteModelValue);
            json.WriteOptional("next_page_token", PageToken.Write(page.NextOffset));
        };
    }

    private Action<Utf8JsonWriter> LatestVersions(WireRequest request)
    {
        IReadOnlyList<RegisteredVersion> versions =
            registry.LatestVersions(ModelRules.Name(request), [.. request.Texts("stages").Select(VersionStageNames.Read)]);
        return json => json.WriteList("model_versions", versions, ModelJson.WriteVersionValue);
    }

    private void SetTag(WireRequest request)
    {
        string name = ModelRules.Name(request);
        (string key, string value) = ModelRules.Tag(request);
        registry.SetModelTag(name, key, value);
    }

    private void DeleteTag(WireRequest request) => registry.DeleteModelTag(ModelRules.Name(request), request.Text("key"));

    private void SetAlias(WireRequest request)
    {
        string name = ModelRules.Name(request);
        string alias = ModelRules.Alias(request, isNew: true);
        int version = ModelRules.Version(request);
        Caller caller = Caller.Of(request.Http);
        guard.CheckMove(caller.Role, alias);
        registry.SetAlias(name, alias, version, caller.Name, "set through the registry API");
    }

    private void DeleteAlias(WireRequest request)
    {
        string name = ModelRules.Name(request);
        string alias = ModelRules.Alias(request, isNew: false);
        Caller caller = Caller.Of(request.Http);
        guard.CheckMove(caller.Role, alias);
        registry.DeleteAlias(name, alias, caller.Name);
    }

    private Action<Utf8JsonWriter> GetByAlias(WireRequest request)
    {
        string name = ModelRules.Name(request);
        string alias = ModelRules.Alias(request, isNew: false);
        RegisteredVersion? version = AliasNames.IsLatest(alias)
            ? Find(name).LatestVersions.MaxBy(v => v.Version)
            : registry.FindVersion(name, alias);
        if (version is null)
        {
            // A model that is not there is 404, an alias that is not there 400: so clients expect it.
            Find(name);
            throw RegistryException.Invalid($"Registered model alias {alias} not found.");
        }

        return json => json.WriteVersion(version);
    }

    private RegisteredModel Find(string name) => registry.FindModel(name) ?? throw RegistryException.MissingModel(name);

    private Action<string> MayLose(WireRequest request) => guard.For(Caller.Of(request.Http).Role);

    private static Action<Utf8JsonWriter> Model(RegisteredModel model) => json => json.WriteModel(model);
}
