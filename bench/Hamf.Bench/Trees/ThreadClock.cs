using System.Runtime.InteropServices;

namespace Hamf.Bench.Trees;

/// <summary>Processor time of the calling thread: unlike the wall clock it does not count what others do on the same cores. Linux only.</summary>
internal static partial class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    /// <summary>Seconds since some point.</summary>
    public static double Seconds
    {
        get
        {
            _ = GetTime(ThreadProcessorTime, out Time time);
            return time.Seconds + (time.Nanoseconds * 1e-9);
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Time time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
