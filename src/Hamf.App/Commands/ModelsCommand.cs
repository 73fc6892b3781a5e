using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.App.Commands;

/// <summary>
/// <c>hamf models list [NAME]</c>: what is registered; <c>hamf models export</c>: a model for other programs; <c>hamf models remove-original</c>: frees
/// the files that a version was imported from.
/// </summary>
internal static class ModelsCommand
{
    public static Command New()
    {
        var command = new Command("models", "Look at registered models.");
        var name = new Argument<string?>("NAME") { Description = "Only this model", Arity = ArgumentArity.ZeroOrOne };
        var list = new Command("list", "List models and their versions, newest first.");
        list.Arguments.Add(name);
        command.Subcommands.Add(list.Runs("hamf models list", (parsed, terminal, _) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            IReadOnlyList<ModelVersion> versions = home.Models.List(parsed.GetValue(name));
            IReadOnlyList<RegisteredVersion> unscored = Unscored(home, parsed.GetValue(name));
            if (parsed.GetValue(name) is { } wanted && versions.Count + unscored.Count == 0)
            {
                throw CommandFailure.Failed($"there is no model '{wanted}' in {home.Path}; 'hamf models list' shows what there is");
            }

            terminal.Result(new JsonObject
            {
                ["models"] = new JsonArray([.. versions.Select(v => (JsonNode)ToJson(v))]),
                ["unscored"] = new JsonArray([.. unscored.Select(v => (JsonNode)new JsonObject { ["name"] = v.Name, ["version"] = v.Version, ["reason"] = WhyNot(v) })]),
            });
            if (!terminal.IsJson)
            {
                if (versions.Count > 0 || unscored.Count == 0)
                {
                    Print(versions, home.Path, terminal);
                }

                foreach (RegisteredVersion version in unscored)
                {
                    terminal.Say($"{version.Name}/{version.Version} is registered, but cannot be scored with: {WhyNot(version)}");
                }
            }

            return Task.FromResult(ExitCode.Done);
        }));
        command.Subcommands.Add(ModelsExportCommand.New());
        command.Subcommands.Add(ModelsExportLayoutCommand.New());
        command.Subcommands.Add(ModelsGcCommand.New());
        command.Subcommands.Add(ModelsImportMlflowCommand.New());
        command.Subcommands.Add(ModelsSyncCommand.New());
        command.Subcommands.Add(NewRemoval());
        return command;
    }

    // Versions that clients have registered; beyond so many a list on a terminal helps nobody.
    private static IReadOnlyList<RegisteredVersion> Unscored(HomeServices home, string? name) =>
        [.. home.Registry.SearchVersions(new SearchQuery { Max = 1_000 }).Items.Where(v => v.BundleDigest is null && (name is null || v.Name == name))];

    private static string WhyNot(RegisteredVersion version) => version.Unreadable ?? "its files have not been read yet; a running server reads them";

    private static Command NewRemoval()
    {
        var version = new Argument<string>("NAME/VERSION") { Description = "An imported version" };
        var removal = new Command("remove-original", "Remove the files that a version was imported from; the model stays, and so do their names and digests.");
        removal.Arguments.Add(version);
        return removal.Runs("hamf models remove-original PhishingModel/1", async (parsed, terminal, cancellation) =>
        {
            string text = parsed.GetValue(version)!;
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            ModelVersion found = await DetectorArgument.FindVersionAsync(text, home, ModelReference.Champion, cancellation).ConfigureAwait(false);
            int removed = new ImportFlow(home.Runs, home.Models, home.Artifacts).RemoveOriginals(found);
            terminal.Result(new JsonObject { ["model"] = found.Name, ["version"] = found.Version, ["removed"] = removed });
            if (!terminal.IsJson)
            {
                terminal.Say(removed == 0 ? $"{found.Name}/{found.Version} has no original files" : $"removed {removed} original files of {found.Name}/{found.Version}");
            }

            return ExitCode.Done;
        });
    }

    private static JsonObject ToJson(ModelVersion version) => new()
    {
        ["name"] = version.Name,
        ["version"] = version.Version,
        ["aliases"] = Terminal.Texts(version.Aliases),
        ["created_at"] = version.CreatedAt.ToString("O"),
        ["run_id"] = version.RunId,
        ["metrics"] = new JsonObject(version.Metrics.Select(p => KeyValuePair.Create(p.Key, Terminal.Number(p.Value)))),
    };

    private static void Print(IReadOnlyList<ModelVersion> versions, string home, Terminal terminal)
    {
        if (versions.Count == 0)
        {
            terminal.Say($"no models in {home}; 'hamf train DIR --data FILE' registers the first");
            return;
        }

        // Names have any length, so they are headings: as a column they would leave the figures no room in a window of 80.
        foreach (IGrouping<string, ModelVersion> model in versions.GroupBy(v => v.Name))
        {
            terminal.Say(model.Key);
            terminal.Say(Line("version", "registered (UTC)", "average precision", "ROC AUC", "run", "alias"));
            foreach (ModelVersion v in model)
            {
                terminal.Say(Line(
                    FormattableString.Invariant($"{v.Version}"),
                    FormattableString.Invariant($"{v.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}"),
                    Metric(v, "average_precision"),
                    Metric(v, "roc_auc"),
                    v.RunId.Length > 8 ? v.RunId[..8] : v.RunId,
                    string.Join(", ", v.Aliases)));
            }
        }
    }

    private static string Line(string version, string registered, string averagePrecision, string rocAuc, string run, string aliases) =>
        $"  {version,7}  {registered,-16}  {averagePrecision,17}  {rocAuc,7}  {run,-8}  {aliases}".TrimEnd();

    private static string Metric(ModelVersion version, string name) =>
        version.Metrics.TryGetValue(name, out double value) ? FormattableString.Invariant($"{value:F4}") : "";
}
