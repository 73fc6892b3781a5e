using System.Diagnostics;

namespace Hamf.Adapters.Tests;

/// <summary>Starts this test program again, as the process that a test kills.</summary>
internal sealed class ProbeProcess : IDisposable
{
    private ProbeProcess(Process process) => Process = process;

    public Process Process { get; }

    public static ProbeProcess Start(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(ProbeProcess).Assembly.Location);
        }

        Array.ForEach(arguments, start.ArgumentList.Add);
        return new ProbeProcess(Process.Start(start)!);
    }

    /// <summary>Ends the process if the test has not.</summary>
    public void Dispose()
    {
        Process.Kill();
        Process.Dispose();
    }
}
