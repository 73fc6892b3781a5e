namespace Hamf.Pipeline.Registry;

/// <summary>How a run stands.</summary>
public enum RunStatus
{
    /// <summary>Not ended.</summary>
    Running,

    /// <summary>Waits to be started.</summary>
    Scheduled,

    /// <summary>Ended well.</summary>
    Finished,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Stopped by its user.</summary>
    Killed,
}

/// <summary>One training or evaluation, as recorded: MLflow's data model.</summary>
public sealed record Run
{
    /// <summary>32 lower-case hex digits.</summary>
    public required string RunId { get; init; }

    /// <summary>The experiment's name; a detector's runs are in the experiment of its name.</summary>
    public required string Experiment { get; init; }

    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required RunStatus Status { get; init; }

    /// <summary>When it started.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended, or null.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Parameters, by name.</summary>
    public IReadOnlyDictionary<string, string> Params { get; init; } = new Dictionary<string, string>();

    /// <summary>The latest value of each metric, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = new Dictionary<string, double>();

    /// <summary>Tags, by name.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Artifacts: path inside the run to SHA-256 digest.</summary>
    public IReadOnlyDictionary<string, string> Artifacts { get; init; } = new Dictionary<string, string>();
}
