using System.Globalization;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Pipeline.Tests.Registry.Search;

/// <summary>Clauses and orders as short texts, for tables of known answers.</summary>
internal static class Clauses
{
    public static string Of(string? filter, SearchTarget target) => string.Join(" & ", FilterGrammar.ReadFilter(filter, target).Select(Shown));

    public static string OfOrder(SearchTarget target, params string[] terms) => string.Join(" & ", FilterGrammar.ReadOrder(terms, target).Select(Shown));

    public static string Shown(SearchOrder order) => $"{order.Field.Kind} {order.Field.Key} {(order.IsAscending ? "up" : "down")}";

    private static string Shown(SearchClause clause)
    {
        string value = clause.Text is { } text ? $" [{text}]"
            : clause.Number is { } number ? " " + number.ToString("R", CultureInfo.InvariantCulture)
            : clause.Texts.Count > 0 ? $" [{string.Join('|', clause.Texts)}]" : string.Empty;
        return $"{clause.Field.Kind} {clause.Field.Key} {clause.Comparator}{value}";
    }
}
