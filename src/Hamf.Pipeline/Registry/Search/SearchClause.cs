namespace Hamf.Pipeline.Registry.Search;

/// <summary>One comparison of a filter; all of a filter must hold.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Comparator">How.</param>
/// <param name="Text">The text to compare with, for comparators of one text; else null.</param>
/// <param name="Number">The number to compare with, for numeric fields; else null.</param>
/// <param name="Texts">The texts of IN and NOT IN; else empty.</param>
public sealed record SearchClause(SearchField Field, Comparator Comparator, string? Text, double? Number, IReadOnlyList<string> Texts);
