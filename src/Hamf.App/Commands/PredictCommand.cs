using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows;
using Hamf.Pipeline.Scoring;

namespace Hamf.App.Commands;

/// <summary><c>hamf predict (DIR | --model ...) --data F --out F</c>: scores a file.</summary>
internal static class PredictCommand
{
    public static Command New()
    {
        Argument<string?> folder = SharedOptions.DetectorFolder("The detector's folder: its model's champion is used");
        Option<string?> model = SharedOptions.Model();
        Option<string> data = new Option<string>("--data") { Description = "The file to score", HelpName = "FILE", Required = true }.MustBeReadable();
        Option<string> output = new Option<string>("--out") { Description = "The CSV file to write: key (or row), score, decision", HelpName = "FILE", Required = true }
            .MustBeWritable();
        Option<string?> history = SharedOptions.History();
        var full = new Option<bool>("--full") { Description = "Write all that the model gives: label, and proba_CLASS for each class or the raw values, with 17 digits" };
        var command = new Command("predict", "Score a file: one line per accepted row, in input order; rejected rows go to OUT.rejects.csv.");
        command.Arguments.Add(folder);
        foreach (Option option in (Option[])[model, data, output, history, full])
        {
            command.Options.Add(option);
        }

        return command.Runs(
            "hamf predict samples/card-fraud --data today.csv --out scores.csv --history last-month.csv",
            async (parsed, terminal, cancellation) =>
            {
                using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
                Scorer scorer = await DetectorArgument.LoadScorerAsync(parsed, folder, model, home, cancellation).ConfigureAwait(false);
                string outPath = parsed.GetValue(output)!;
                RefuseToOverwrite(outPath, parsed.GetValue(data)!, parsed.GetValue(history));
                PredictOutcome outcome = parsed.GetValue(full)
                    ? PredictFlow.PredictFull(scorer, parsed.GetValue(data)!, outPath, parsed.GetValue(history), cancellation)
                    : PredictFlow.Predict(scorer, parsed.GetValue(data)!, outPath, parsed.GetValue(history), cancellation);
                return Tell(outcome, scorer, outPath, terminal);
            });
    }

    // Scores written over the data they are of, or over its history, would lose it.
    private static void RefuseToOverwrite(string outPath, params IEnumerable<string?> inputs)
    {
        string[] written = [RealPath(outPath), RealPath(outPath + ".rejects.csv")];
        if (inputs.OfType<string>().FirstOrDefault(input => written.Contains(RealPath(input))) is { } lost)
        {
            throw CommandFailure.Usage($"--out {outPath} would overwrite {lost}; choose another name");
        }
    }

    private static string RealPath(string path) =>
        (File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(path);

    private static int Tell(PredictOutcome outcome, Scorer scorer, string outPath, Terminal terminal)
    {
        foreach (string warning in outcome.Warnings)
        {
            terminal.Warn(warning);
        }

        terminal.Result(new JsonObject
        {
            ["model"] = scorer.Version.Name,
            ["version"] = scorer.Version.Version,
            ["rows"] = outcome.Rows,
            ["positives"] = outcome.Positives,
            ["rejects"] = outcome.Rejects,
            ["out"] = outPath,
            ["rejects_file"] = outcome.RejectsPath,
            ["threshold"] = Terminal.Number(scorer.Bundle.Threshold),
            ["warnings"] = Terminal.Texts(outcome.Warnings),
        });
        if (!terminal.IsJson)
        {
            terminal.Say($"{outcome.Rows:N0} rows scored by {scorer.Version.Name}/{scorer.Version.Version}, {outcome.Positives:N0} positive: {outPath}");
        }

        return RejectReport.Tell(outcome.Rejects, outcome.RejectsPath, outcome.TooManyRejects, terminal);
    }
}
