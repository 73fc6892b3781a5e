namespace Hamf.Pipeline.Features.Windows;

/// <summary>
/// The aggregates over one column with one delay, by ascending span. Their windows end at the same place, so one walk backwards in
/// time serves all of them.
/// </summary>
/// <param name="Column">Position among the group's columns, or -1 for counting entries.</param>
/// <param name="DelayMs">The delay they share.</param>
/// <param name="Steps">By ascending span.</param>
internal sealed record Ladder(int Column, long DelayMs, LadderStep[] Steps);

/// <summary>The aggregates of a ladder with one span.</summary>
internal sealed record LadderStep(long SpanMs, Aggregate[] Aggregates);
