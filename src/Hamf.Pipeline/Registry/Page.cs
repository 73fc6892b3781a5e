namespace Hamf.Pipeline.Registry;

/// <summary>A page of a search.</summary>
/// <param name="Items">What was found, in the order asked for.</param>
/// <param name="NextOffset">Where the next page starts, or null when this is the last one.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, long? NextOffset);
