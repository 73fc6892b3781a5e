namespace Hamf.Adapters.LocalLog;

/// <summary>Settings of a <see cref="LocalLog"/>.</summary>
public sealed record LocalLogOptions
{
    /// <summary>The log's file; created when it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes above which appending is refused, at least 1 MiB. <value>8 GiB</value></summary>
    public long MaxBytes { get; init; } = 8L << 30;

    /// <summary>How long records are kept at least; older ones go once every group has consumed them. <value>7 days</value></summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How often old records are looked for. <value>1 minute</value></summary>
    public TimeSpan RetentionInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Newest records of each topic that are kept in memory for followers, in bytes. <value>16 MiB</value></summary>
    public long TailBytes { get; init; } = 16L << 20;

    /// <summary>Whether a commit waits for the disk; without it power loss may take the last commits, never the file. <value>true</value></summary>
    public bool SurvivesPowerLoss { get; init; } = true;

    /// <summary>Everything that is wrong with these options, in sentences; empty when they can be used.</summary>
    public IReadOnlyList<string> Check()
    {
        List<string> problems = [];
        if (string.IsNullOrWhiteSpace(Path))
        {
            problems.Add("The event log needs a path.");
        }

        if (MaxBytes < 1 << 20)
        {
            problems.Add($"The event log's size limit must be at least 1 MiB, but is {MaxBytes} bytes.");
        }

        if (Retention <= TimeSpan.Zero || RetentionInterval <= TimeSpan.Zero)
        {
            problems.Add("The event log's retention and its interval must be above 0.");
        }

        if (TailBytes < 1 << 16)
        {
            problems.Add($"The event log's tail in memory must be at least 64 KiB, but is {TailBytes} bytes.");
        }

        return problems;
    }
}
