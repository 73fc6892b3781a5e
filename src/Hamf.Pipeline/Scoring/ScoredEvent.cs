using Hamf.Pipeline.Registry;

namespace Hamf.Pipeline.Scoring;

/// <summary>An event with the model's score and the policy's decision: a record of topic_2 and a row of <c>scores</c>.</summary>
public sealed record ScoredEvent
{
    /// <summary>The event's id.</summary>
    public required string EventId { get; init; }

    /// <summary>The detector's name.</summary>
    public required string Detector { get; init; }

    /// <summary>Event time, Unix milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>The entity's value as text, or null.</summary>
    public string? Entity { get; init; }

    /// <summary>The score, in [0, 1].</summary>
    public required double Score { get; init; }

    /// <summary>The threshold that was in force.</summary>
    public required double Threshold { get; init; }

    /// <summary>True when the score reaches the threshold.</summary>
    public required bool Decision { get; init; }

    /// <summary>The version of the model that scored (<see cref="ModelReference"/> name and number).</summary>
    public required int ModelVersion { get; init; }

    /// <summary>When it was scored, Unix milliseconds.</summary>
    public required long ScoredAtMs { get; init; }

    /// <summary>The strongest reasons, strongest first; filled for positive decisions, empty otherwise.</summary>
    public IReadOnlyList<Reason> Reasons { get; init; } = [];

    /// <summary>The event as received: a flat JSON object in UTF-8.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}

/// <summary>Why a score is what it is: one group of features.</summary>
/// <param name="Feature">The feature or group.</param>
/// <param name="Value">The feature's value as people read it.</param>
/// <param name="Contribution">Contribution to the log-odds; positive speaks for the positive class.</param>
public sealed record Reason(string Feature, string Value, double Contribution);
