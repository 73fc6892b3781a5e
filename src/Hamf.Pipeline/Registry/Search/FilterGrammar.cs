namespace Hamf.Pipeline.Registry.Search;

/// <summary>
/// Reads filters and orders as MLflow's clients write them: <c>metrics.auc &gt; 0.9 AND tags.team = 'risk'</c>, <c>params.depth DESC</c>.
/// Odd names stand in backticks or double quotes, texts in single or double quotes; a quote is written twice inside its own.
/// </summary>
public static class FilterGrammar
{
    /// <summary>The longest filter, in characters.</summary>
    public const int MaxLength = 100_000;

    /// <summary>The most terms of an order.</summary>
    public const int MaxOrders = 20;

    private const int MaxOrderLength = 1_000;

    /// <summary>Reads a filter; an empty one has no clauses.</summary>
    /// <exception cref="RegistryException">The filter is malformed or compares what cannot be compared; the message names the clause.</exception>
    public static IReadOnlyList<SearchClause> ReadFilter(string? filter, SearchTarget target)
    {
        if (string.IsNullOrWhiteSpace(filter))
        {
            return [];
        }

        RequireText(filter, MaxLength, "filter");
        return [.. FilterReader.Read(filter, target).Select(raw => ClauseRules.Check(raw, target))];
    }

    /// <summary>Reads the terms of an order; each is <c>FIELD [ASC|DESC]</c>.</summary>
    /// <exception cref="RegistryException">A term is malformed, orders by what cannot be ordered by, or a field comes twice.</exception>
    public static IReadOnlyList<SearchOrder> ReadOrder(IReadOnlyList<string> terms, SearchTarget target)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Checked(terms, term =>
        {
            RequireText(term, MaxOrderLength, "order_by clause");
            return OrderReader.Read(term, target);
        });
    }

    /// <summary>Reads an order whose fields and directions are given apart, so that names need no quotes: <c>metrics.my loss</c>.</summary>
    /// <exception cref="RegistryException">A field cannot be ordered by, or comes twice.</exception>
    public static IReadOnlyList<SearchOrder> ReadOrder(IReadOnlyList<(string Field, bool IsAscending)> terms, SearchTarget target)
    {
        ArgumentNullException.ThrowIfNull(terms);
        return Checked(terms, term =>
        {
            RequireText(term.Field, MaxOrderLength, "order_by field");
            string[] parts = term.Field.Split('.', 2);
            SearchVocabulary vocabulary = SearchVocabulary.Of(target);
            return new SearchOrder(parts.Length == 1 ? vocabulary.OrderField(null, term.Field.Trim()) : vocabulary.OrderField(parts[0], parts[1]), term.IsAscending);
        });
    }

    private static SearchOrder[] Checked<T>(IReadOnlyList<T> terms, Func<T, SearchOrder> read)
    {
        if (terms.Count > MaxOrders)
        {
            throw RegistryException.Invalid($"The order has {terms.Count} terms; {MaxOrders} are possible.");
        }

        SearchOrder[] orders = [.. terms.Select(read)];
        if (orders.GroupBy(order => order.Field).FirstOrDefault(group => group.Skip(1).Any()) is { } twice)
        {
            throw RegistryException.Invalid($"`order_by` contains duplicate fields: '{FilterMessages.Cut(twice.Key.Key)}' comes more than once.");
        }

        return orders;
    }

    // Databases take neither NUL nor half a surrogate pair.
    private static void RequireText(string text, int maxLength, string what)
    {
        if (text.Length > maxLength)
        {
            throw RegistryException.Invalid($"The {what} has {text.Length} characters; {maxLength} are possible.");
        }

        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
            {
                i++;
            }
            else if (text[i] == '\0' || char.IsSurrogate(text[i]))
            {
                throw RegistryException.Invalid($"Invalid clause(s) in filter string: character {i + 1} of the {what} is no character of a text.");
            }
        }
    }
}
