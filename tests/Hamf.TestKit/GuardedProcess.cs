using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Hamf.TestKit;

/// <summary>
/// A server program that ends, and whose folder goes, when this process ends in whatever way, a kill included: the shell that runs it waits for the
/// end of its own input, which the system closes with this process.
/// </summary>
public sealed class GuardedProcess : IDisposable
{
    // Tells the program's number, waits for a word or the end, and stops the program.
    private const string Guard =
        """
        folder=$1; shift
        "$@" &
        echo $!
        read word
        kill -QUIT $! 2> /dev/null
        wait $! 2> /dev/null
        [ "$word" = keep ] || rm -rf "$folder"
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _shell;

    private GuardedProcess(Process shell, int id)
    {
        _shell = shell;
        Id = id;
    }

    /// <summary>The number of the program's process.</summary>
    public int Id { get; }

    /// <summary>The line with which it said that it is ready.</summary>
    public string ReadyLine { get; private set; } = "";

    /// <summary>Starts a program and waits until its standard error says that it is ready.</summary>
    /// <param name="folder">The folder that goes with it.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="ready">What it says when it is ready.</param>
    /// <exception cref="InvalidOperationException">It ended, or said nothing within a minute.</exception>
    public static GuardedProcess Start(string folder, IReadOnlyList<string> command, string ready)
    {
        var start = new ProcessStartInfo("sh", ["-c", Guard, "sh", folder, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        var log = new StringBuilder();
        var isReady = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        var shell = new Process { StartInfo = start };
        shell.ErrorDataReceived += (_, line) =>
        {
            lock (log)
            {
                log.AppendLine(line.Data);
            }

            if (line.Data is null || line.Data.Contains(ready, StringComparison.Ordinal))
            {
                isReady.TrySetResult(line.Data);
            }
        };
        shell.Start();
        shell.BeginErrorReadLine();
        var guarded = new GuardedProcess(shell, int.Parse(shell.StandardOutput.ReadLine()!, CultureInfo.InvariantCulture));
        if (Task.WaitAny([isReady.Task], Limit) == 0 && isReady.Task.GetAwaiter().GetResult() is { } line)
        {
            guarded.ReadyLine = line;
            return guarded;
        }

        guarded.Dispose();
        lock (log)
        {
            throw new InvalidOperationException($"{string.Join(' ', command)} did not start: {log}");
        }
    }

    /// <summary>Ends the program if it still runs, and keeps its folder.</summary>
    public void EndAndKeepFolder() => End("keep");

    /// <summary>Ends the program if it still runs, and removes its folder.</summary>
    public void Dispose() => End("");

    private void End(string word)
    {
        if (!_shell.HasExited)
        {
            _shell.StandardInput.WriteLine(word);
            _shell.StandardInput.Close();
            _shell.WaitForExit();
        }

        _shell.Dispose();
    }
}
