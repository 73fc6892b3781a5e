using System.Globalization;

namespace Hamf.Bench;

/// <summary>Processor time that another process has used, to the nanosecond, from the scheduler's account of its threads. Zeros without a process (Linux).</summary>
internal sealed class ServerProcessor(int pid)
{
    /// <summary>Microseconds of all threads that are there now.</summary>
    public double Microseconds => pid == 0 ? 0 : Directory.EnumerateDirectories($"/proc/{pid}/task").Sum(Nanoseconds) / 1000.0;

    private static double Nanoseconds(string task)
    {
        try
        {
            return double.Parse(File.ReadAllText(Path.Combine(task, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException or IOException)
        {
            // A thread that has just ended.
            return 0;
        }
    }
}
