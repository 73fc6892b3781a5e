using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Training.Search;

namespace Hamf.App.Commands;

/// <summary><c>hamf train DIR --data F</c>: trains a detector and registers the model.</summary>
internal static class TrainCommand
{
    public static Command New()
    {
        var folder = new Argument<string>("DIR") { Description = "The detector's folder" };
        Option<string> data = new Option<string>("--data") { Description = "The labelled data file (.csv, .jsonl, also .gz)", HelpName = "FILE", Required = true }
            .MustBeReadable();
        Option<string?> test = new Option<string?>("--test") { Description = "A separate test file; else the newest rows are held out", HelpName = "FILE" }
            .MustBeReadable();
        Option<string?> algorithm = new Option<string?>("--algorithm") { Description = "What to train [default: the detector's]" }
            .AcceptOnlyFromAmong([.. AlgorithmWords.All]);
        Option<string?> budget = new("--budget") { Description = "Search for the best algorithm and settings for this long, such as 2m", HelpName = "SPAN" };
        budget.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && ParseBudget(token.Value) is null)
            {
                result.AddError($"--budget: '{token.Value}' is not a span from {TimeSpanText.Format(SearchRequest.BudgetMin)} to {TimeSpanText.Format(SearchRequest.BudgetMax)}, such as 30s or 1h30m");
            }
        });
        var resume = new Option<bool>("--resume") { Description = "Go on after the trials of the same search that was stopped, or had a smaller budget" };
        var seed = new Option<int?>("--seed") { Description = "Seed of everything random [default: the detector's]" };
        var allow = new Option<string[]>("--allow-leakage")
        {
            Description = "Let a column pass the leakage guard; recorded with the run",
            HelpName = "COL",
            AllowMultipleArgumentsPerToken = true,
        };
        var command = new Command("train", "Train a detector from a data file and register the model. The first version becomes champion, later ones challenger.");
        command.Arguments.Add(folder);
        foreach (Option option in (Option[])[data, test, algorithm, budget, resume, seed, allow])
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            if (result.GetValue(resume) && result.GetResult(budget) is null)
            {
                result.AddError("--resume needs --budget: it goes on with a search");
            }
        });
        return command.Runs("hamf train samples/card-fraud --data payments.csv.gz", async (parsed, terminal, cancellation) =>
        {
            Detector detector = DetectorArgument.Load(parsed.GetValue(folder)!);
            detector = detector with
            {
                Training = detector.Training with
                {
                    Algorithm = parsed.GetValue(algorithm) is { } chosen ? AlgorithmWords.Parse(chosen) : detector.Training.Algorithm,
                    Seed = parsed.GetValue(seed) ?? detector.Training.Seed,
                    AllowLeakage = [.. detector.Training.AllowLeakage, .. parsed.GetValue(allow) ?? []],
                },
            };
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            var request = new TrainRequest
            {
                Detector = detector,
                DataPath = parsed.GetValue(data)!,
                TestPath = parsed.GetValue(test),
                RejectsPath = home.RejectsPath(detector.Name),
                Search = parsed.GetValue(budget) is { } span
                    ? new SearchRequest { Budget = ParseBudget(span)!.Value, Folder = home.Folder.SearchesPath, Resume = parsed.GetValue(resume) }
                    : null,
            };
            TrainOutcome outcome = Train(request, home, terminal, cancellation);
            await DeliveryReport.TellAsync(home, terminal, cancellation).ConfigureAwait(false);
            return Tell(outcome, home, terminal);
        });
    }

    private static TimeSpan? ParseBudget(string text) =>
        TimeSpanText.TryParse(text, out TimeSpan span) && span >= SearchRequest.BudgetMin && span <= SearchRequest.BudgetMax ? span : null;

    private static TrainOutcome Train(TrainRequest request, HomeServices home, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            return new TrainFlow(home.Runs, home.Models, home.Artifacts).Train(request, new LineProgress(terminal), cancellation);
        }
        catch (OperationCanceledException) when (request.Search is not null)
        {
            throw CommandFailure.Failed("stopped before it was done; no model was registered, but the trials are kept: the same call with --resume goes on");
        }
    }

    private static int Tell(TrainOutcome outcome, HomeServices home, Terminal terminal)
    {
        foreach (string warning in outcome.Warnings)
        {
            terminal.Warn(warning);
        }

        string? report = home.WriteReport(outcome.RunId);
        terminal.Result(ToJson(outcome, report));
        RejectReport.Tell(outcome.Rejects, outcome.RejectsPath, tooMany: false, terminal);
        if (outcome.Refusal is { } refusal)
        {
            Console.Error.WriteLine($"hamf: {refusal}");
            return outcome.IsDataRejected ? ExitCode.DataRejected : ExitCode.Failed;
        }

        if (!terminal.IsJson)
        {
            SayResult(outcome, home, report, terminal);
        }

        return ExitCode.Done;
    }

    private static void SayResult(TrainOutcome outcome, HomeServices home, string? report, Terminal terminal)
    {
        foreach (string line in outcome.Search is { } search ? SearchTableText.Lines(search) : [])
        {
            terminal.Say(line);
        }

        if (outcome.Choice is { } choice)
        {
            terminal.Say($"kept {choice}");
        }

        if (outcome.Validation is { } validation)
        {
            terminal.Say($"validation: {MetricsJson.Line(validation)}");
        }

        if (outcome.Test is { } test)
        {
            terminal.Say($"test:       {MetricsJson.Line(test)}");
        }

        string top = string.Join(", ", outcome.Importance.Take(5).Select(p => FormattableString.Invariant($"{p.Key} {p.Value:P0}")));
        terminal.Say($"strongest features: {top}");
        terminal.Say($"registered {outcome.Version!.Name}/{outcome.Version.Version} as {string.Join(", ", outcome.Version.Aliases)} in {home.Path}");
        terminal.Say($"report: {report}");
    }

    private static JsonObject ToJson(TrainOutcome outcome, string? report) => new()
    {
        ["run_id"] = outcome.RunId,
        ["model"] = outcome.Version?.Name,
        ["version"] = outcome.Version?.Version,
        ["aliases"] = Terminal.Texts(outcome.Version?.Aliases ?? []),
        ["bundle_digest"] = outcome.Version?.BundleDigest,
        ["report"] = report,
        ["refused"] = outcome.Refusal,
        ["rows"] = outcome.Rows,
        ["rejects"] = outcome.Rejects,
        ["rejects_file"] = outcome.RejectsPath,
        ["choice"] = outcome.Choice,
        ["search"] = SearchTableText.ToJson(outcome.Search),
        ["validation"] = outcome.Validation is { } validation ? MetricsJson.Of(validation) : null,
        ["test"] = outcome.Test is { } test ? MetricsJson.Of(test) : null,
        ["importance"] = new JsonObject(outcome.Importance.Select(p => KeyValuePair.Create(p.Key, Terminal.Number(p.Value)))),
        ["warnings"] = Terminal.Texts(outcome.Warnings),
    };
}
