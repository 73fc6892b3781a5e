using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Scoring;

namespace Hamf.App.Commands;

/// <summary><c>hamf evaluate (DIR | --model ...) (--data F | --from --to)</c>: judges a model on labelled events.</summary>
internal static class EvaluateCommand
{
    public static Command New()
    {
        Argument<string?> folder = SharedOptions.DetectorFolder("The detector's folder: its model's champion is judged");
        Option<string?> model = SharedOptions.Model();
        Option<string?> data = new Option<string?>("--data")
        {
            Description = "A labelled file; rejected rows are listed in the home (reports/NAME.evaluate.rejects.csv)",
            HelpName = "FILE",
        }.MustBeReadable();
        Option<string?> history = SharedOptions.History();
        var from = new Option<DateTimeOffset?>("--from") { Description = "Judge stored scores of events from this time on (ISO, UTC unless said)", HelpName = "TIME", CustomParser = ReadTime };
        var to = new Option<DateTimeOffset?>("--to") { Description = "... up to but not including this time [default: now]", HelpName = "TIME", CustomParser = ReadTime };
        var command = new Command("evaluate", "Judge a model on labelled events: a file, or the scores and labels kept in the home.");
        command.Arguments.Add(folder);
        foreach (Option option in (Option[])[model, data, history, from, to])
        {
            command.Options.Add(option);
        }

        return command.Runs(
            "hamf evaluate samples/card-fraud --data june.csv --history may.csv --json",
            async (parsed, terminal, cancellation) =>
            {
                string? dataPath = parsed.GetValue(data);
                DateTimeOffset? start = parsed.GetValue(from);
                if (dataPath is not null && (start ?? parsed.GetValue(to)) is not null)
                {
                    throw CommandFailure.Usage("give either --data FILE or a span by --from and --to, not both");
                }

                if (start >= parsed.GetValue(to))
                {
                    throw CommandFailure.Usage($"--from {start:O} is not before --to {parsed.GetValue(to):O}: no event lies between them");
                }

                using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
                ModelVersion version = await DetectorArgument.FindVersionAsync(parsed, folder, model, home, cancellation).ConfigureAwait(false);
                var request = new EvaluationRequest
                {
                    Version = version,
                    DataPath = dataPath,
                    HistoryPath = parsed.GetValue(history),
                    From = start,
                    To = parsed.GetValue(to),
                };
                EvaluateOutcome outcome = new EvaluationRecord(home.Runs).Record(request, () => Evaluate(request, home, cancellation));
                await DeliveryReport.TellAsync(home, terminal, cancellation).ConfigureAwait(false);
                return Tell(outcome, version, terminal);
            });
    }

    private static EvaluateOutcome Evaluate(EvaluationRequest request, HomeServices home, CancellationToken cancellation) => request.DataPath is { } data
        ? EvaluateFlow.EvaluateFile(
            Scorer.Load(request.Version, home.Artifacts), data, request.HistoryPath, home.RejectsPath($"{request.Version.Name}.evaluate"), cancellation)
        : EvaluateFlow.EvaluateStored(
            request.Version.Name, home.Scores, home.Labels, request.From ?? DateTimeOffset.UnixEpoch, request.To ?? DateTimeOffset.MaxValue, cancellation);

    // The converter of the library takes a time without a zone for local time.
    private static DateTimeOffset? ReadTime(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time))
        {
            return time;
        }

        result.AddError($"{((OptionResult)result.Parent!).Option.Name}: '{text}' is not a time such as 2025-06-01 or 2025-06-01T12:00:00Z");
        return null;
    }

    private static int Tell(EvaluateOutcome outcome, ModelVersion version, Terminal terminal)
    {
        foreach (string warning in outcome.Warnings)
        {
            terminal.Warn(warning);
        }

        JsonObject result = outcome.Metrics is { } metrics ? MetricsJson.Of(metrics) : MetricsJson.OfNothing();
        result.Insert(0, "model", version.Name);
        result.Insert(1, "version", version.Version);
        result.Insert(2, "run_id", outcome.RunId);
        result["unlabelled"] = outcome.Unlabelled;
        result["rejects"] = outcome.Rejects;
        result["rejects_file"] = outcome.RejectsPath;
        result["warnings"] = Terminal.Texts(outcome.Warnings);
        terminal.Result(result);
        if (!terminal.IsJson)
        {
            terminal.Say(outcome.Metrics is { } m
                ? $"{version.Name}/{version.Version} on {MetricsJson.Line(m)}"
                : "no labelled events: nothing to judge");
            terminal.Say($"{outcome.Unlabelled:N0} events had no label");
        }

        return RejectReport.Tell(outcome.Rejects, outcome.RejectsPath, outcome.TooManyRejects, terminal);
    }
}
