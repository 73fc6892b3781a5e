using System.CommandLine;
using System.Text.Json.Nodes;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Registry.External;
using Hamf.Pipeline.Registry;

namespace Hamf.App.Commands;

/// <summary>What a verb does, given what was parsed.</summary>
internal delegate Task<int> CommandAction(ParseResult parsed, Terminal terminal, CancellationToken cancellation);

/// <summary>Runs a verb: one place where failures become messages and exit codes.</summary>
internal static class CommandRunner
{
    /// <summary>Gives the command its example and its action.</summary>
    public static Command Runs(this Command command, string example, CommandAction action)
    {
        command.Description = $"{command.Description}\n\nExample:\n  {example}";
        command.SetAction((parsed, cancellation) => RunAsync(action, parsed, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandAction action, ParseResult parsed, CancellationToken cancellation)
    {
        var terminal = new Terminal(parsed.GetValue(SharedOptions.Json), Console.Out, Console.Error);
        try
        {
            return await action(parsed, terminal, cancellation).ConfigureAwait(false);
        }
        catch (CommandFailure failure)
        {
            return Fail(terminal, failure.ExitCode, failure.Message);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return Fail(terminal, ExitCode.Failed, "stopped before it was done");
        }
        catch (Exception e) when (IsExpected(e))
        {
            return Fail(terminal, ExitCode.Failed, e.Message);
        }
    }

    // These carry a message written for people. Anything else is a defect and shows its stack.
    private static bool IsExpected(Exception e) => e is RowFileException or EventLogFullException or InvalidDataException
        or IOException or UnauthorizedAccessException or KeyNotFoundException or TrackingException or StoreException or RegistryException;

    private static int Fail(Terminal terminal, int exitCode, string message)
    {
        Console.Error.WriteLine($"hamf: {message}");
        terminal.Result(new JsonObject { ["error"] = message });
        return exitCode;
    }
}
