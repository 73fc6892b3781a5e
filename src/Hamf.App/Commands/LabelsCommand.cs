using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.App.Wiring;
using Hamf.Pipeline.Flows;

namespace Hamf.App.Commands;

/// <summary><c>hamf labels import FILE</c>: takes verdicts from a file.</summary>
internal static class LabelsCommand
{
    public static Command New()
    {
        Argument<string> file = new Argument<string>("FILE") { Description = "CSV with a header: event_id, verdict, and optionally source and time" }.MustBeReadable();
        var source = new Option<string>("--source")
        {
            Description = "Source of labels whose row names none",
            HelpName = "NAME",
            DefaultValueFactory = _ => "import",
        };
        var import = new Command("import", "Import verdicts. A later verdict on the same event corrects the earlier, which stays in the history.");
        import.Arguments.Add(file);
        import.Options.Add(source);
        var command = new Command("labels", "Bring the truth back: verdicts on events.");
        command.Subcommands.Add(import.Runs("hamf labels import verdicts.csv --source chargeback", (parsed, terminal, cancellation) =>
        {
            using HomeServices home = HomeServices.Open(SharedOptions.HomeOf(parsed));
            LabelImportOutcome outcome = new LabelImportFlow(home.Labels, TimeProvider.System)
                .Import(parsed.GetValue(file)!, parsed.GetValue(source)!, cancellation);
            terminal.Result(new JsonObject
            {
                ["rows"] = outcome.Rows,
                ["new"] = outcome.Added,
                ["rejects"] = outcome.Rejects,
                ["rejects_file"] = outcome.RejectsPath,
            });
            if (!terminal.IsJson)
            {
                terminal.Say($"{outcome.Rows:N0} labels read, {outcome.Added:N0} new");
            }

            return Task.FromResult(RejectReport.Tell(outcome.Rejects, outcome.RejectsPath, outcome.TooManyRejects, terminal));
        }));
        return command;
    }
}
