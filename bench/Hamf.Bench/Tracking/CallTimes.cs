using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Hamf.Bench.Tracking;

/// <summary>Times calls one after the other: rate, latency, and the processor time of this process, which neighbours on the machine change least.</summary>
internal sealed class CallTimes
{
    private readonly List<double> _milliseconds = [];
    private readonly TimeSpan _processorAtStart = Process.GetCurrentProcess().TotalProcessorTime;
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Makes a call.</summary>
    public void Add(Action call)
    {
        long start = Stopwatch.GetTimestamp();
        call();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>Makes a call.</summary>
    public async Task AddAsync(Func<Task> call)
    {
        long start = Stopwatch.GetTimestamp();
        await call();
        _milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
    }

    /// <summary>The figures.</summary>
    /// <param name="perCall">What a call holds, of which the rate is told.</param>
    public JsonObject Figures(int perCall = 1)
    {
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds;
        double processorMs = (Process.GetCurrentProcess().TotalProcessorTime - _processorAtStart).TotalMilliseconds;
        double[] sorted = [.. _milliseconds.Order()];
        return new JsonObject
        {
            ["calls"] = sorted.Length,
            ["per_s"] = Math.Round(sorted.Length * perCall / seconds, 1),
            ["p50_ms"] = Math.Round(sorted[sorted.Length / 2], 3),
            ["p99_ms"] = Math.Round(sorted[sorted.Length * 99 / 100], 3),
            ["max_ms"] = Math.Round(sorted[^1], 3),
            ["processor_ms_per_call"] = Math.Round(processorMs / sorted.Length, 3),
        };
    }
}
