using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.Adapters.Mlflow;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows.External;

namespace Hamf.App.Commands;

/// <summary><c>hamf models import-mlflow URL</c>: copies what an MLflow server holds into the home.</summary>
internal static class ModelsImportMlflowCommand
{
    public static Command New()
    {
        var url = new Argument<string>("URL") { Description = "The server's address; credentials come from MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD" };
        var experiments = new Option<string[]>("--experiment") { Description = "Only this experiment; may be given several times", HelpName = "NAME" };
        var models = new Option<string[]>("--model") { Description = "Only this model, with the runs that made it; may be given several times", HelpName = "NAME" };
        var since = new Option<string?>("--since") { Description = "Only runs that started then or later (UTC)", HelpName = "DATE" };
        var dryRun = new Option<bool>("--dry-run") { Description = "Count only" };
        var command = new Command("import-mlflow", "Copy experiments, runs, models and files from an MLflow server; started again it goes on where it was stopped.");
        command.Arguments.Add(url);
        foreach (Option option in (Option[])[experiments, models, since, dryRun])
        {
            command.Options.Add(option);
        }

        return command.Runs("hamf models import-mlflow http://mlflow:5000 --experiment fraud", async (parsed, terminal, cancellation) =>
        {
            var request = new ServerImportRequest
            {
                Experiments = parsed.GetValue(experiments) ?? [],
                Models = parsed.GetValue(models) ?? [],
                Since = parsed.GetValue(since) is { } date ? ReadDate(date) : null,
                IsDryRun = parsed.GetValue(dryRun),
            };
            MlflowOptions options = MlflowOptions.FromAddress(parsed.GetValue(url)!, Environment.GetEnvironmentVariable, "URL", out string? problem)
                ?? throw CommandFailure.Usage(problem!);
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            using var client = new MlflowClient(options);
            var import = new ServerImport(new ServerImportParts { Source = client, Tracking = home.Tracking, LoggedModels = home.LoggedModels, Registry = home.Registry, Spaces = home.Spaces });
            ServerImportReport report = await import.RunAsync(request, new LineProgress(terminal), cancellation).ConfigureAwait(false);
            terminal.Result(ToJson(report, client.Server, request.IsDryRun));
            if (!terminal.IsJson)
            {
                Print(report, request.IsDryRun, terminal);
            }

            return ExitCode.Done;
        });
    }

    private static DateTimeOffset ReadDate(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date)
            ? date
            : throw CommandFailure.Usage($"--since: '{text}' is not a date, such as 2026-03-01");

    private static JsonObject ToJson(ServerImportReport report, string server, bool isDryRun) => new()
    {
        ["server"] = server,
        ["dry_run"] = isDryRun,
        ["copied"] = Counts(report.Copied),
        ["known"] = Counts(report.Known),
        ["left_out_count"] = report.LeftOutCount,
        ["left_out"] = new JsonArray([.. report.LeftOut.Select(gap => (JsonNode)new JsonObject { ["what"] = gap.What, ["why"] = gap.Why })]),
    };

    private static JsonObject Counts(IReadOnlyDictionary<string, long> counts) =>
        new(counts.Select(c => KeyValuePair.Create(c.Key.Replace(' ', '_'), (JsonNode?)JsonValue.Create(c.Value))));

    private static void Print(ServerImportReport report, bool isDryRun, Terminal terminal)
    {
        foreach (ServerImportGap gap in report.LeftOut)
        {
            terminal.Say($"left out: {gap.What}: {gap.Why}");
        }

        terminal.Say($"{(isDryRun ? "would copy" : "copied")}: {Line(report.Copied)}");
        terminal.Say($"here already: {Line(report.Known)}");
        terminal.Say($"left out: {report.LeftOutCount}");
    }

    private static string Line(IReadOnlyDictionary<string, long> counts) =>
        counts.Count == 0 ? "nothing" : string.Join(", ", counts.Select(c => FormattableString.Invariant($"{c.Value} {c.Key}")));
}
