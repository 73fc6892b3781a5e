using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Hamf.TestKit.Mlflow;

/// <summary>Registered models of the double.</summary>
internal sealed partial class MlflowDoubleRegistry(MlflowDouble server)
{
    public JsonObject? Answer(string method, string path, JsonObject fields) => path switch
    {
        "registered-models/create" => CreateModel(fields),
        "registered-models/get" => new JsonObject { ["registered_model"] = Show(Model(fields)) },
        "registered-models/search" => MlflowDouble.Page("registered_models", [.. server.Models.Values.Select(Show)], fields),
        "registered-models/alias" when server.Defects.HasFlag(MlflowDefects.NoAliases) => null,
        "registered-models/alias" => method == "GET" ? FindAlias(fields) : SetAlias(fields),
        "registered-models/get-latest-versions" => Latest(fields),
        "model-versions/create" => CreateVersion(fields),
        "model-versions/get" => Version(fields),
        "model-versions/search" => Search(fields),
        "model-versions/delete" => Delete(fields),
        "model-versions/transition-stage" => Move(fields),
        "model-versions/get-download-uri" => DownloadUri(fields),
        _ => null,
    };

    private DoubleModel Model(JsonObject fields) =>
        server.Models.GetValueOrDefault(MlflowDouble.Text(fields, "name")) ?? throw MlflowRefusal.Missing("no such model");

    private (DoubleModel Model, DoubleVersion Version) Find(JsonObject fields)
    {
        DoubleModel model = Model(fields);
        return (model, model.Versions.GetValueOrDefault(int.Parse(MlflowDouble.Text(fields, "version"), CultureInfo.InvariantCulture)) ?? throw MlflowRefusal.Missing("no such version"));
    }

    private JsonObject CreateModel(JsonObject fields)
    {
        string name = MlflowDouble.Text(fields, "name");
        return server.Models.TryAdd(name, new DoubleModel { Name = name })
            ? new JsonObject { ["registered_model"] = Show(server.Models[name]) }
            : throw MlflowRefusal.Exists("taken");
    }

    private JsonObject CreateVersion(JsonObject fields)
    {
        DoubleModel model = Model(fields);
        var version = new DoubleVersion
        {
            Number = ++model.Newest,
            Source = MlflowDouble.Text(fields, "source"),
            RunId = fields["run_id"]?.ToString() ?? string.Empty,
            Description = fields["description"]?.ToString() ?? string.Empty,
        };
        foreach (JsonNode? tag in fields["tags"] as JsonArray ?? [])
        {
            version.Tags[(string)tag!["key"]!] = (string)tag["value"]!;
        }

        model.Versions.Add(version.Number, version);
        return new JsonObject { ["model_version"] = Show(model, version) };
    }

    private JsonObject Version(JsonObject fields)
    {
        (DoubleModel model, DoubleVersion version) = Find(fields);
        return new JsonObject { ["model_version"] = Show(model, version) };
    }

    private JsonObject SetAlias(JsonObject fields)
    {
        (DoubleModel model, DoubleVersion version) = Find(fields);
        model.Aliases[MlflowDouble.Text(fields, "alias")] = version.Number;
        return [];
    }

    private JsonObject FindAlias(JsonObject fields)
    {
        DoubleModel model = Model(fields);
        return !model.Aliases.TryGetValue(MlflowDouble.Text(fields, "alias"), out int number) ? throw MlflowRefusal.Invalid("Registered model alias not found.")
            : model.Versions.TryGetValue(number, out DoubleVersion? version) ? new JsonObject { ["model_version"] = Show(model, version) }
            : throw MlflowRefusal.Missing("Model Version not found");
    }

    private JsonObject Delete(JsonObject fields)
    {
        (DoubleModel model, DoubleVersion version) = Find(fields);
        model.Versions.Remove(version.Number);
        if (!server.Defects.HasFlag(MlflowDefects.AliasesStay))
        {
            foreach (string alias in model.Aliases.Where(a => a.Value == version.Number).Select(a => a.Key).ToArray())
            {
                model.Aliases.Remove(alias);
            }
        }

        return [];
    }

    private JsonObject Move(JsonObject fields)
    {
        (DoubleModel model, DoubleVersion version) = Find(fields);
        string stage = MlflowDouble.Text(fields, "stage");
        foreach (DoubleVersion other in (bool)fields["archive_existing_versions"]! ? model.Versions.Values.Where(v => v.Stage == stage) : [])
        {
            other.Stage = "Archived";
        }

        version.Stage = stage;
        return new JsonObject { ["model_version"] = Show(model, version) };
    }

    private JsonObject Latest(JsonObject fields)
    {
        DoubleModel model = Model(fields);
        string[] stages = [.. (fields["stages"] as JsonArray ?? []).Select(s => s!.ToString())];
        return new JsonObject
        {
            ["model_versions"] = new JsonArray([.. model.Versions.Values.GroupBy(v => v.Stage)
                .Where(g => stages.Length == 0 || stages.Contains(g.Key, StringComparer.OrdinalIgnoreCase))
                .Select(g => (JsonNode)Show(model, g.Last()))]),
        };
    }

    private JsonObject Search(JsonObject fields)
    {
        Match filter = VersionFilter().Match(MlflowDouble.Text(fields, "filter"));
        if (!filter.Success)
        {
            throw MlflowRefusal.Invalid("Invalid clause(s) in filter string");
        }

        DoubleVersion[] found = server.Models.TryGetValue(filter.Groups[1].Value, out DoubleModel? model)
            ? [.. model.Versions.Values.Reverse().Where(v => !filter.Groups[2].Success || v.RunId == filter.Groups[2].Value)]
            : [];
        return MlflowDouble.Page("model_versions", [.. found.Select(v => Show(model!, v))], fields);
    }

    private JsonObject DownloadUri(JsonObject fields)
    {
        DoubleVersion version = Find(fields).Version;
        return new JsonObject { ["artifact_uri"] = version.ModelId is { } modelId ? server.LoggedModels[modelId].ArtifactUri : version.Source };
    }

    private JsonObject Show(DoubleModel model) => new()
    {
        ["name"] = model.Name,
        ["description"] = model.Description,
        ["creation_timestamp"] = 1,
        ["tags"] = MlflowDouble.Pairs(model.Tags),
        ["aliases"] = new JsonArray([.. model.Aliases.Where(_ => !server.Defects.HasFlag(MlflowDefects.NoAliases))
            .Select(a => (JsonNode)new JsonObject { ["alias"] = a.Key, ["version"] = a.Value.ToString(CultureInfo.InvariantCulture) })]),
    };

    private static JsonObject Show(DoubleModel model, DoubleVersion version) => new()
    {
        ["name"] = model.Name,
        ["version"] = version.Number.ToString(CultureInfo.InvariantCulture),
        ["creation_timestamp"] = 1_700_000_000_000 + version.Number,
        ["current_stage"] = version.Stage,
        ["description"] = version.Description,
        ["source"] = version.Source,
        ["run_id"] = version.RunId,
        ["model_id"] = version.ModelId,
        ["status"] = "READY",
        ["tags"] = MlflowDouble.Pairs(version.Tags),
    };

    [GeneratedRegex("^name = ['\"](.+?)['\"](?: and run_id = '([0-9a-f]+)')?$")]
    private static partial Regex VersionFilter();
}
