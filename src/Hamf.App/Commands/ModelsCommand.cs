using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Registry;
using Spectre.Console;

namespace Hamf.App.Commands;

/// <summary><c>hamf models list [NAME]</c>: what is registered.</summary>
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
            terminal.Result(new JsonObject { ["models"] = new JsonArray([.. versions.Select(v => (JsonNode)ToJson(v))]) });
            if (!terminal.IsJson)
            {
                Print(versions, home.Path, terminal);
            }

            return Task.FromResult(ExitCode.Done);
        }));
        return command;
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

        Table table = new Table().Border(TableBorder.Simple)
            .AddColumns("model", "version", "alias", "average precision", "ROC AUC", "registered (UTC)", "run");
        foreach (ModelVersion v in versions)
        {
            table.AddRow(
                Markup.Escape(v.Name),
                FormattableString.Invariant($"{v.Version}"),
                string.Join(", ", v.Aliases),
                Metric(v, "average_precision"),
                Metric(v, "roc_auc"),
                FormattableString.Invariant($"{v.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm}"),
                v.RunId[..8]);
        }

        AnsiConsole.Write(table);
    }

    private static string Metric(ModelVersion version, string name) =>
        version.Metrics.TryGetValue(name, out double value) ? FormattableString.Invariant($"{value:F4}") : "";
}
