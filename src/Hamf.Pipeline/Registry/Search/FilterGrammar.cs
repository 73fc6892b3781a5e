namespace Hamf.Pipeline.Registry.Search;

/// <summary>Reads filters and orders as MLflow's clients write them: <c>metrics.auc &gt; 0.9 AND tags.team = 'risk'</c>, <c>params.depth DESC</c>.</summary>
public static class FilterGrammar
{
    /// <summary>Reads a filter; an empty one has no clauses.</summary>
    /// <exception cref="RegistryException">The filter is malformed or compares what cannot be compared; the message names the clause.</exception>
    public static IReadOnlyList<SearchClause> ReadFilter(string? filter, SearchTarget target) =>
        string.IsNullOrWhiteSpace(filter) ? [] : throw RegistryException.Invalid($"Filters on {target} are not read yet: '{filter}'.");

    /// <summary>Reads the terms of an order; each is <c>FIELD [ASC|DESC]</c>.</summary>
    /// <exception cref="RegistryException">A term is malformed, orders by what cannot be ordered by, or a field comes twice.</exception>
    public static IReadOnlyList<SearchOrder> ReadOrder(IReadOnlyList<string> terms, SearchTarget target) =>
        terms.Count == 0 ? [] : throw RegistryException.Invalid($"Orders of {target} are not read yet: '{terms[0]}'.");
}
