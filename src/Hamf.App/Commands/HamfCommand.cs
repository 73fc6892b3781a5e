using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.Json.Nodes;

namespace Hamf.App.Commands;

/// <summary>The root of the command line: all verbs and the options they share.</summary>
internal static class HamfCommand
{
    // Stopping writes down window state and lets running batches end.
    private static readonly TimeSpan CleanStop = TimeSpan.FromSeconds(30);

    /// <summary>Parses and runs.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> InvokeAsync(string[] args)
    {
        ParseResult parsed = NewRoot().Parse(args);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = CleanStop }).ConfigureAwait(false);
        }

        IReadOnlyList<string> errors = UsageErrors.Of(parsed);
        new Terminal(parsed.GetResult(SharedOptions.Json) is { Implicit: false }, Console.Out, Console.Error)
            .Result(new JsonObject { ["error"] = string.Join("; ", errors) });
        foreach (string error in errors)
        {
            await Console.Error.WriteLineAsync($"hamf: {error}").ConfigureAwait(false);
        }

        await Console.Error.WriteLineAsync($"'{CommandPath(parsed)} --help' shows what is possible.").ConfigureAwait(false);
        return ExitCode.Usage;
    }

    private static RootCommand NewRoot()
    {
        var root = new RootCommand("Hamf keeps detection models (card fraud, phishing, account abuse) working in production.");
        root.Options.Add(SharedOptions.Home);
        root.Options.Add(SharedOptions.Json);
        root.Subcommands.Add(DemoCommand.New());
        root.Subcommands.Add(InitCommand.New());
        root.Subcommands.Add(CheckCommand.New());
        root.Subcommands.Add(TrainCommand.New());
        root.Subcommands.Add(ImportCommand.New());
        root.Subcommands.Add(InspectCommand.New());
        root.Subcommands.Add(PredictCommand.New());
        root.Subcommands.Add(EvaluateCommand.New());
        root.Subcommands.Add(ModelsCommand.New());
        root.Subcommands.Add(PromoteCommand.New());
        root.Subcommands.Add(RollbackCommand.New());
        root.Subcommands.Add(LabelsCommand.New());
        root.Subcommands.Add(ServeCommand.New());
        root.Subcommands.Add(KeysCommand.New());
        root.Subcommands.Add(WebhooksCommand.New());
        root.Subcommands.Add(IngestCommand.New());
        root.Subcommands.Add(SimulateCommand.New());
        return root;
    }

    private static string CommandPath(ParseResult parsed)
    {
        var names = new List<string>();
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult command; result = result.Parent)
        {
            names.Insert(0, command.Command.Name);
        }

        return string.Join(' ', names);
    }
}
