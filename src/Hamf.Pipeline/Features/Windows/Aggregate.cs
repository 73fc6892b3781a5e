using Hamf.Pipeline.Features.Expressions;

namespace Hamf.Pipeline.Features.Windows;

/// <summary>One window aggregate of a feature set.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="SpanMs">Length of the window.</param>
/// <param name="DelayMs">How long after its time an event begins to count.</param>
/// <param name="Argument">What is aggregated; null for count, time_since_last and first_seen.</param>
/// <param name="Filter">Which events count; null when all do.</param>
/// <param name="ReadsLabel">Whether argument or filter read the label.</param>
/// <param name="ValueText">Canonical text of argument and filter.</param>
internal sealed record Aggregate(
    AggregateKind Kind,
    long SpanMs,
    long DelayMs,
    Node? Argument,
    Node? Filter,
    bool ReadsLabel,
    string ValueText)
{
    /// <summary>Positions of the columns after <c>by</c>, ascending.</summary>
    public required IReadOnlyList<int> By { get; init; }

    /// <summary>Where its value is put.</summary>
    public int Slot { get; init; }

    /// <summary>True when it reads the entries of a window, not only when the key was last or first seen.</summary>
    public bool ReadsEntries => Kind is not (AggregateKind.SinceLast or AggregateKind.FirstSeen);

    /// <summary>True when it reads identities instead of numbers.</summary>
    public bool ReadsIdentity => Kind is AggregateKind.Distinct or AggregateKind.SeenBefore;

    /// <summary>One text per meaning.</summary>
    public string Canonical =>
        $"{Kind}({ValueText}) over {SpanMs} by {string.Join(',', By)} delay {DelayMs}";
}
