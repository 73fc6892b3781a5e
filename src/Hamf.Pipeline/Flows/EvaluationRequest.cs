using Hamf.Pipeline.Registry;

namespace Hamf.Pipeline.Flows;

/// <summary>What an evaluation judges, for its record.</summary>
public sealed record EvaluationRequest
{
    /// <summary>The version; with stored scores the one that was asked for.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>The labelled file, or null for stored scores.</summary>
    public string? DataPath { get; init; }

    /// <summary>Earlier events that warmed the windows, or null.</summary>
    public string? HistoryPath { get; init; }

    /// <summary>Stored scores of events from this time on; null for the first.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>... up to but not including this time; null for no end.</summary>
    public DateTimeOffset? To { get; init; }
}
