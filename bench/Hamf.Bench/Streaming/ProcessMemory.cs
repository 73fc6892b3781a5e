using System.Globalization;

namespace Hamf.Bench.Streaming;

/// <summary>What the operating system says of this process's memory, in bytes; Linux only, 0 elsewhere.</summary>
internal static class ProcessMemory
{
    public static long Resident => Read("VmRSS:");

    public static long Peak => Read("VmHWM:");

    private static long Read(string name) => !OperatingSystem.IsLinux() ? 0 : File.ReadLines("/proc/self/status")
        .Where(line => line.StartsWith(name, StringComparison.Ordinal))
        .Select(line => long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 10)
        .Single();
}
