namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>How the stream of all detectors stands.</summary>
public sealed record StreamStatus
{
    /// <summary>One entry per stage: ingest, score, sink, alert.</summary>
    public required IReadOnlyList<StageStatus> Stages { get; init; }

    /// <summary>Events scored per second over the last 5 s.</summary>
    public required double EventsPerSecond { get; init; }

    /// <summary>Time from append to topic_1 until the score is durable in topic_2: median of the last 5 s, in milliseconds; NaN when idle.</summary>
    public required double LatencyMsP50 { get; init; }

    /// <summary>The same, 99 % quantile.</summary>
    public required double LatencyMsP99 { get; init; }

    /// <summary>Share of positive decisions among the last 10,000 scored events; NaN when there are none.</summary>
    public required double AlertRate { get; init; }
}

/// <summary>How one stage stands.</summary>
/// <param name="Name"><c>ingest</c>, <c>score</c>, <c>sink</c> or <c>alert</c>.</param>
/// <param name="In">Records taken since start.</param>
/// <param name="Out">Records given since start.</param>
/// <param name="Rejected">Dead letters since start.</param>
/// <param name="Duplicates">Repeats skipped since start.</param>
/// <param name="Lag">Records waiting.</param>
/// <param name="State"><c>running</c>, <c>stopped</c>, or <c>retrying: REASON</c>.</param>
public sealed record StageStatus(string Name, long In, long Out, long Rejected, long Duplicates, long Lag, string State);
