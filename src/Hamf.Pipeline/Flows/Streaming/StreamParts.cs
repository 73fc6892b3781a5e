using Hamf.Pipeline.Alerts;

namespace Hamf.Pipeline.Flows.Streaming;

/// <summary>What the stages of a process are made from.</summary>
public sealed record StreamParts
{
    /// <summary>The detectors that are served.</summary>
    public required LiveDetectors Detectors { get; init; }

    /// <summary>What they are made from: registry, log, stores of state, labels and scores. <see cref="LiveParts.Scores"/> must be there.</summary>
    public required LiveParts Live { get; init; }

    /// <summary>Where alerts go.</summary>
    public required IAlertStore Alerts { get; init; }

    /// <summary>One notifier per channel that is configured.</summary>
    public required IReadOnlyList<INotifier> Notifiers { get; init; }

    /// <summary>Counts what passes through.</summary>
    public required StreamMonitor Monitor { get; init; }

    /// <summary>Fetches polled endpoints; null where nothing is polled.</summary>
    public IPollClient? Poll { get; init; }

    /// <summary>The clock. <value>the system's</value></summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Seed of the pauses between delivery attempts. <value>1</value></summary>
    public int Seed { get; init; } = 1;

    /// <summary>How the score stages work.</summary>
    public ScoreStageOptions Score { get; init; } = new();
}
