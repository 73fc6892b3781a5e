namespace Hamf.App.Commands;

/// <summary>Ends a command with a message and an exit code; thrown by commands, caught once by <see cref="HamfCommand"/>.</summary>
internal sealed class CommandFailure(int exitCode, string message) : Exception(message)
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>Wrong usage or configuration.</summary>
    public static CommandFailure Usage(string message) => new(Commands.ExitCode.Usage, message);

    /// <summary>Something outside the command line is at fault.</summary>
    public static CommandFailure Failed(string message) => new(Commands.ExitCode.Failed, message);
}
