namespace Hamf.Pipeline.Registry.Search;

/// <summary>A comparison as it was written, before anybody asked whether its field exists.</summary>
/// <param name="Left">What stands on the left.</param>
/// <param name="Comparison">The comparison, in upper case: <c>&gt;=</c>, <c>NOT IN</c>, <c>IS NULL</c>.</param>
/// <param name="Values">One value, the list of IN, or none.</param>
internal sealed record RawClause(FilterToken Left, string Comparison, IReadOnlyList<FilterToken> Values);
