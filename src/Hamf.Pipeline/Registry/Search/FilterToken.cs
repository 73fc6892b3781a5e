namespace Hamf.Pipeline.Registry.Search;

/// <summary>One piece of a filter.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Source">As it was written.</param>
/// <param name="Prefix">Of a word: what stands before its first dot, without quotes; else null.</param>
/// <param name="Value">Without prefix and quotes.</param>
/// <param name="Quote">The quote around the value, or <c>'\0'</c>.</param>
internal readonly record struct FilterToken(FilterTokenKind Kind, string Source, string? Prefix, string Value, char Quote)
{
    /// <summary>Whether it is that keyword, in upper or lower case.</summary>
    public bool Is(string keyword) =>
        Kind == FilterTokenKind.Word && Prefix is null && Quote == '\0' && Value.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>The piece for a message: long ones are cut.</summary>
    public string Shown => FilterMessages.Cut(Source);
}
