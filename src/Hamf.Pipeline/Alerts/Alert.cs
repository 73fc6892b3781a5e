using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Alerts;

/// <summary>A positive decision that somebody is told about.</summary>
public sealed record Alert
{
    /// <summary>Number given by the store, rising with arrival; 0 before it is stored.</summary>
    public long AlertId { get; init; }

    /// <summary>The event's id; one alert per event.</summary>
    public required string EventId { get; init; }

    /// <summary>The detector's name.</summary>
    public required string Detector { get; init; }

    /// <summary>Event time, Unix milliseconds.</summary>
    public required long TimeMs { get; init; }

    /// <summary>The entity, masked to what may be shown (first 6 and last 4 of a card number), or null.</summary>
    public string? Entity { get; init; }

    /// <summary>The score, in [0, 1].</summary>
    public required double Score { get; init; }

    /// <summary>The threshold that it reached.</summary>
    public required double Threshold { get; init; }

    /// <summary>The model version that scored.</summary>
    public required int ModelVersion { get; init; }

    /// <summary>When the alert was raised, Unix milliseconds.</summary>
    public required long RaisedAtMs { get; init; }

    /// <summary>The strongest reasons, strongest first.</summary>
    public required IReadOnlyList<Reason> Reasons { get; init; }
}
