using System.Globalization;

namespace Hamf.Bench;

/// <summary>Resident memory of another process in bytes, all of it: what it has allocated and what it has mapped. Zeros without a process (Linux).</summary>
internal sealed class ServerMemory(int pid)
{
    /// <summary>What is resident now.</summary>
    public long Now => Read("VmRSS:");

    /// <summary>The most since <see cref="ForgetPeak"/>, kept by the kernel: no sample misses it.</summary>
    public long Peak => Read("VmHWM:");

    /// <summary>Begins a new peak.</summary>
    public void ForgetPeak()
    {
        if (pid > 0)
        {
            File.WriteAllText($"/proc/{pid}/clear_refs", "5");
        }
    }

    private long Read(string field) => pid == 0 ? 0 : File.ReadLines($"/proc/{pid}/status")
        .Where(line => line.StartsWith(field, StringComparison.Ordinal))
        .Select(line => long.Parse(line.AsSpan(field.Length).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) << 10)
        .First();
}
