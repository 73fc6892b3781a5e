namespace Hamf.Pipeline.Registry.Search;

/// <summary>One term of an order.</summary>
/// <param name="Field">What is ordered by.</param>
/// <param name="IsAscending">Small values first.</param>
public sealed record SearchOrder(SearchField Field, bool IsAscending);
