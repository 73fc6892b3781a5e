namespace Hamf.Adapters.Relational;

/// <summary>When a commit counts as done.</summary>
public enum SqliteSync
{
    /// <summary>When it is on disk: survives power loss.</summary>
    Full,

    /// <summary>When the operating system has it: survives <c>kill -9</c>; power loss may take the last commits, never the file.</summary>
    Normal,
}

/// <summary>Settings of a <see cref="SqliteDatabase"/>.</summary>
public sealed record SqliteOptions
{
    /// <summary>The database file; created, with its folder, when it is not there.</summary>
    public required string Path { get; init; }

    /// <summary>When a commit counts as done.</summary>
    /// <value>Default <see cref="SqliteSync.Full"/>.</value>
    public SqliteSync Sync { get; init; } = SqliteSync.Full;

    /// <summary>How long to wait for another process that is writing.</summary>
    /// <value>Default 10 seconds; 1 ms to 10 minutes.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Page cache of the writing connection, in bytes.</summary>
    /// <value>Default 32 MiB; at least 1 MiB.</value>
    public long CacheSize { get; init; } = 32L << 20;

    /// <summary>All problems of these settings, as sentences; empty when they can be used.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        if (string.IsNullOrWhiteSpace(Path))
        {
            problems.Add("The database needs a path.");
        }

        if (BusyTimeout < TimeSpan.FromMilliseconds(1) || BusyTimeout > TimeSpan.FromMinutes(10))
        {
            problems.Add($"The busy timeout must be 1 ms to 10 minutes, but is {BusyTimeout}.");
        }

        if (CacheSize < 1 << 20)
        {
            problems.Add($"The page cache must be at least 1048576 bytes, but is {CacheSize}.");
        }

        return problems;
    }
}
