using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Flows;
using Spectre.Console;

namespace Hamf.App.Commands;

/// <summary><c>hamf init --data F --label C --out DIR</c>: proposes a detector from a CSV file.</summary>
internal static class InitCommand
{
    public static Command New()
    {
        Option<string> data = new Option<string>("--data") { Description = "A labelled CSV file", HelpName = "FILE", Required = true }.MustBeReadable();
        var label = new Option<string>("--label") { Description = "The label's column", HelpName = "COL", Required = true };
        var positive = new Option<string?>("--positive") { Description = "The label's positive value: 1, -1, phishing, ...", HelpName = "V" };
        var time = new Option<string?>("--time") { Description = "The time's column", HelpName = "COL" };
        var key = new Option<string?>("--key") { Description = "The event id's column", HelpName = "COL" };
        var entity = new Option<string?>("--entity") { Description = "The column of what is scored over time: card, account, host", HelpName = "COL" };
        var ignore = new Option<string[]>("--ignore") { Description = "Columns to ignore, separated by commas", HelpName = "COL,COL" };
        var output = new Option<string>("--out") { Description = "The folder to write detector.yaml into", HelpName = "DIR", Required = true };
        var command = new Command("init", "Propose a detector from a CSV file. It never guesses silently: what is doubtful is ignored, with a warning and the line to change.");
        foreach (Option option in (Option[])[data, label, positive, time, key, entity, ignore, output])
        {
            command.Options.Add(option);
        }

        return command.Runs(
            "hamf init --data payments.csv --label is_fraud --time trans_date_trans_time --key trans_num --entity cc_num --out my-detector",
            (parsed, terminal, cancellation) =>
            {
                var request = new InitRequest
                {
                    DataPath = parsed.GetValue(data)!,
                    Label = parsed.GetValue(label)!,
                    Positive = parsed.GetValue(positive),
                    Time = parsed.GetValue(time),
                    Key = parsed.GetValue(key),
                    Entity = parsed.GetValue(entity),
                    Ignore = [.. (parsed.GetValue(ignore) ?? []).SelectMany(c => c.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))],
                    OutDir = parsed.GetValue(output)!,
                };
                InitOutcome outcome = InitFlow.Run(request, cancellation);
                return Task.FromResult(Tell(outcome, terminal));
            });
    }

    private static int Tell(InitOutcome outcome, Terminal terminal)
    {
        if (outcome.Refusal is { } refusal)
        {
            throw CommandFailure.Usage(refusal);
        }

        foreach (InitColumn column in outcome.Columns.Where(c => c.Warning is not null))
        {
            terminal.Warn($"{outcome.Path}:{column.Line}: {column.Name}: {column.Warning}");
        }

        foreach (string warning in outcome.Warnings)
        {
            terminal.Warn(warning);
        }

        terminal.Result(ToJson(outcome));
        if (!terminal.IsJson)
        {
            Print(outcome, terminal);
        }

        return ExitCode.Done;
    }

    private static void Print(InitOutcome outcome, Terminal terminal)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("column", "type", "role", "why", "line");
        foreach (InitColumn column in outcome.Columns)
        {
            table.AddRow(
                Markup.Escape(column.Name), column.Type, column.Role, Markup.Escape(column.Why), column.Line.ToString(CultureInfo.InvariantCulture));
        }

        AnsiConsole.Write(table);
        terminal.Say("features:");
        foreach (Pipeline.Detectors.FeatureSpec feature in outcome.Detector!.Features)
        {
            terminal.Say(feature.Name == feature.Expression ? $"  {feature.Name}" : $"  {feature.Name}: {feature.Expression}");
        }

        terminal.Say(string.Create(
            CultureInfo.InvariantCulture, $"{outcome.Rows:N0} rows, {outcome.Positives:N0} positive ({outcome.BaseRate:P2})"));
        terminal.Say($"decision: {outcome.DecisionWhy}");
        terminal.Say($"wrote {outcome.Path}; next: hamf train {Path.GetDirectoryName(outcome.Path)} --data FILE");
    }

    private static JsonObject ToJson(InitOutcome outcome) => new()
    {
        ["file"] = outcome.Path,
        ["detector"] = outcome.Detector!.Name,
        ["rows"] = outcome.Rows,
        ["positives"] = outcome.Positives,
        ["base_rate"] = Terminal.Number(outcome.BaseRate),
        ["decision"] = outcome.DecisionWhy,
        ["columns"] = new JsonArray([.. outcome.Columns.Select(c => (JsonNode)new JsonObject
        {
            ["name"] = c.Name,
            ["type"] = c.Type,
            ["role"] = c.Role,
            ["why"] = c.Why,
            ["warning"] = c.Warning,
            ["line"] = c.Line,
        })]),
        ["features"] = new JsonObject(outcome.Detector.Features.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)f.Expression))),
        ["warnings"] = Terminal.Texts(outcome.Warnings),
    };
}
