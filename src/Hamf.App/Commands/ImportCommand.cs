using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Models.Formats;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Flows.Importing;
using Hamf.Pipeline.Registry;

namespace Hamf.App.Commands;

/// <summary><c>hamf import FILE... --name N</c>: registers a model that was trained elsewhere.</summary>
internal static class ImportCommand
{
    public static Command New()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "The model's file, with what was saved beside it: vectorizer, scaler, label encoder, list of features; a folder stands for its files; or one models:/ or runs:/ URI on the server of MLFLOW_TRACKING_URI",
            Arity = ArgumentArity.OneOrMore,
        };
        var name = new Option<string?>("--name") { Description = "The name to register it under [default: the detector's]", HelpName = "NAME" };
        var detector = new Option<string?>("--detector") { Description = "A detector whose features are the model's inputs, by name; else one is made", HelpName = "DIR" };
        var alias = new Option<string?>("--alias") { Description = "Point this alias at the version, such as champion", HelpName = "ALIAS" };
        var positive = new Option<string?>("--positive") { Description = "The class whose probability is the score", HelpName = "CLASS" };
        var threshold = new Option<double?>("--threshold") { Description = "The score from which on a decision is positive [default: the model's own]", HelpName = "T" };
        Option<string[]> classes = List("--classes", "Names for the classes, in the model's order", "A,B");
        Option<string[]> columns = List("--columns", "Names for the inputs, in the order of training", "A,B,C");
        Option<string[]> map = List("--map", "Read an input from a column of another name", "COLUMN=INPUT");
        Option<string[]> leaveOut = List("--leave-out", "Files, or entries of a dictionary, that do not belong to the model", "NAME");
        Option<string?> background = new Option<string?>("--background") { Description = "Data that explanations compare with: reasons say what differs from these rows", HelpName = "FILE" }
            .MustBeReadable();
        var command = new Command("import", "Register a model trained elsewhere (scikit-learn, XGBoost, LightGBM, CatBoost, ONNX; pickle, joblib or their own files). Nothing in the files is executed.");
        command.Arguments.Add(files);
        foreach (Option option in (Option[])[name, detector, alias, positive, threshold, classes, columns, map, leaveOut, background])
        {
            command.Options.Add(option);
        }

        return command.Runs("hamf import phishing.pkl vectorizer.pkl --name PhishingModel", async (parsed, terminal, cancellation) =>
        {
            Detector? known = parsed.GetValue(detector) is { } folder ? DetectorArgument.Load(folder) : null;
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            string[] given = parsed.GetValue(files)!;
            if (given.Length > 1 && given.FirstOrDefault(ModelUri.IsMeant) is { } address)
            {
                throw CommandFailure.Usage($"'{address}' is given alone: what belongs to it is in its folder on the server");
            }

            using RemoteFiles? fetched = given is [var uri] && ModelUri.IsMeant(uri) ? await RemoteFiles.FetchAsync(uri, home, cancellation).ConfigureAwait(false) : null;
            using OpenedFiles opened = OpenedFiles.Open(fetched?.Paths ?? given);
            using OpenedFiles beside = OpenedFiles.Open(parsed.GetValue(background) is { } path ? [path] : []);
            string called = parsed.GetValue(name) ?? known?.Name ?? fetched?.Name ?? throw CommandFailure.Usage("--name NAME is missing: what to call the model");
            bool hasOwnColumns = parsed.GetValue(columns) is { Length: > 0 } || parsed.GetValue(map) is { Length: > 0 };
            Detector? packaged = known is null && !hasOwnColumns ? fetched?.Detector?.Named(called) : null;
            var request = new ImportRequest
            {
                Name = called,
                Files = opened.Files,
                Options = new ImportOptions
                {
                    Positive = parsed.GetValue(positive),
                    Threshold = parsed.GetValue(threshold) ?? fetched?.Threshold,
                    Classes = Split(parsed.GetValue(classes)),
                    Columns = Split(parsed.GetValue(columns)),
                    LeaveOut = Split(parsed.GetValue(leaveOut)),
                },
                Detector = known ?? packaged,
                ColumnOf = ReadMap(Split(parsed.GetValue(map))),
                Background = beside.Files is [var rows] ? rows : null,
                Alias = parsed.GetValue(alias),
                Actor = Actor.Name,
            };

            // What comes from the MLflow server is not brought back to it.
            ImportOutcome outcome = Import(request, home, fetched is null ? home.Runs : home.OwnRuns, cancellation);
            await DeliveryReport.TellAsync(home, terminal, cancellation).ConfigureAwait(false);
            return Tell(known is null && fetched is not null ? WithDetector(outcome, fetched, packaged) : outcome, home, terminal);
        });
    }

    private static ImportOutcome WithDetector(ImportOutcome outcome, RemoteFiles fetched, Detector? packaged)
    {
        string[] notes = packaged is null ? [] : [$"detector: its own, as its {DetectorFile.FileName} says ({outcome.Result.Model.Features.Count} features)"];
        string[] warnings = [];
        if (packaged is not null && fetched.Detector!.TakenOut is { Count: > 0 } takenOut)
        {
            warnings = [$"its {DetectorFile.FileName} came with {string.Join(", ", takenOut)}, which was taken out: whom to ask and whom to tell is up to this home; say so in a detector of your own with --detector"];
        }
        else if (packaged is null && (fetched.DetectorFault ?? (fetched.Detector is null ? null : "Columns were named for this import.")) is { } fault)
        {
            warnings = [$"its own detector is not used, one with a column per input is made instead. {fault}"];
        }

        return outcome with { Result = outcome.Result with { Notes = [.. outcome.Result.Notes, .. notes] }, Warnings = [.. outcome.Warnings, .. warnings] };
    }

    private static Option<string[]> List(string name, string description, string helpName) =>
        new(name) { Description = description, HelpName = helpName };

    private static string[] Split(string[]? values) =>
        [.. (values ?? []).SelectMany(value => value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];

    private static Dictionary<string, string> ReadMap(string[] pairs) => ColumnPairs.TryRead(pairs, out Dictionary<string, string> columnOf, out string? wrong)
        ? columnOf
        : throw CommandFailure.Usage($"--map: '{wrong}' is not COLUMN=INPUT, each input once");

    private static ImportOutcome Import(ImportRequest request, HomeServices home, IRunStore runs, CancellationToken cancellation)
    {
        try
        {
            return new ImportFlow(runs, home.Models, home.Artifacts).Import(request, cancellation);
        }
        catch (ImportException e)
        {
            throw CommandFailure.Failed(e.Message);
        }
    }

    private static int Tell(ImportOutcome outcome, HomeServices home, Terminal terminal)
    {
        foreach (string warning in outcome.Warnings)
        {
            terminal.Warn(warning);
        }

        terminal.Result(ToJson(outcome));
        if (terminal.IsJson)
        {
            return ExitCode.Done;
        }

        foreach (string note in outcome.Result.Notes)
        {
            terminal.Say(note);
        }

        string version = $"{outcome.Version.Name}/{outcome.Version.Version}";
        string aliases = outcome.Version.Aliases.Count == 0 ? "without an alias" : $"as {string.Join(", ", outcome.Version.Aliases)}";
        terminal.Say(outcome.IsKnown
            ? $"these files with these options are {version} already ({aliases}); nothing new was registered"
            : string.Create(CultureInfo.InvariantCulture, $"registered {version} {aliases} in {home.Path}: {outcome.Output}, threshold {outcome.Result.Threshold:R}"));
        return ExitCode.Done;
    }

    private static JsonObject ToJson(ImportOutcome outcome) => new()
    {
        ["model"] = outcome.Version.Name,
        ["version"] = outcome.Version.Version,
        ["aliases"] = Terminal.Texts(outcome.Version.Aliases),
        ["run_id"] = outcome.Version.RunId,
        ["bundle_digest"] = outcome.Version.BundleDigest,
        ["known"] = outcome.IsKnown,
        ["algorithm"] = outcome.Result.Model.Algorithm,
        ["has_score"] = outcome.HasScore,
        ["output"] = outcome.Output,
        ["classes"] = Terminal.Texts(outcome.Result.Classes),
        ["positive"] = outcome.Result.Positive,
        ["threshold"] = outcome.Result.Threshold,
        ["inputs"] = Terminal.Texts(outcome.Result.Model.Features.Select(input => input.Name)),
        ["libraries"] = Terminal.Texts(outcome.Result.Libraries),
        ["notes"] = Terminal.Texts(outcome.Result.Notes),
        ["warnings"] = Terminal.Texts(outcome.Warnings),
    };
}
