using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Hamf.TestKit;

namespace Hamf.System.Tests;

/// <summary>The built program as a process, as a user runs it.</summary>
internal sealed class HamfProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly StringBuilder _errors = new();
    private readonly Task<string> _output;

    private HamfProcess(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
            {
                _errors.AppendLine(line.Data);
            }
        };
        process.Start();
        process.BeginErrorReadLine();
        _output = process.StandardOutput.ReadToEndAsync();
    }

    /// <summary>The program that the tests run: the release build beside them.</summary>
    public static string ProgramPath { get; } =
        Path.Combine(RealPart.RepositoryRoot, "artifacts", "bin", "Hamf.App", "release", "hamf");

    /// <summary>What was written to standard error so far.</summary>
    public string Errors
    {
        get
        {
            lock (_errors)
            {
                return _errors.ToString();
            }
        }
    }

    public bool HasExited => _process.HasExited;

    public static HamfProcess Start(string workingFolder, params IEnumerable<string> arguments) =>
        StartWith(workingFolder, new Dictionary<string, string>(), arguments);

    /// <summary>Starts with environment variables of its own.</summary>
    public static HamfProcess StartWith(
        string workingFolder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(ProgramPath, arguments)
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["HAMF_HOME"] = null, ["HAMF_DATABASE"] = null, ["NO_COLOR"] = "1" },
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return new HamfProcess(new Process { StartInfo = start });
    }

    /// <summary>Runs to the end.</summary>
    public static async Task<HamfResult> RunAsync(string workingFolder, params IEnumerable<string> arguments)
    {
        using HamfProcess hamf = Start(workingFolder, arguments);
        return await hamf.WaitAsync();
    }

    /// <summary>Runs to the end with environment variables of its own.</summary>
    public static async Task<HamfResult> RunWithAsync(
        string workingFolder, IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        using HamfProcess hamf = StartWith(workingFolder, environment, arguments);
        return await hamf.WaitAsync();
    }

    /// <summary>Waits until standard error says something; fails when the process ends before, or after a minute.</summary>
    public async Task<Match> SaysAsync(Regex text)
    {
        Match match = Match.Empty;
        await Eventually.TrueAsync(
            () => (match = text.Match(Errors)).Success || (HasExited ? throw new InvalidOperationException($"hamf ended without '{text}': {Errors}") : false),
            () => $"no '{text}' in standard error:\n{Errors}");
        return match;
    }

    /// <summary>Waits for the end; a process that runs longer than three minutes is killed and fails the test.</summary>
    public async Task<HamfResult> WaitAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Kill();
            Assert.Fail($"hamf did not end within {Limit}. Standard error:\n{Errors}");
        }

        return new HamfResult(_process.ExitCode, await _output, Errors);
    }

    /// <summary>SIGKILL: no handler runs, nothing is flushed.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }
    }

    /// <summary>SIGINT, as Ctrl+C sends it.</summary>
    public void Interrupt()
    {
        using Process kill = Process.Start("kill", ["-INT", _process.Id.ToString(global::System.Globalization.CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        _process.Dispose();
    }
}

/// <summary>How a run of the program ended.</summary>
internal sealed record HamfResult(int ExitCode, string Output, string Errors)
{
    /// <summary>Standard output as the one JSON object it must be.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Fails with everything the program said unless it ended with this code.</summary>
    public HamfResult Ended(int exitCode)
    {
        Assert.True(ExitCode == exitCode, $"exit code {ExitCode}, expected {exitCode}.\nstdout:\n{Output}\nstderr:\n{Errors}");
        return this;
    }
}
