using System.Globalization;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>Orders a search: numbers, then NaN, then what lacks the field, in both directions.</summary>
internal static class SearchOrdering
{
    /// <summary>Adds the joins that an order by tags, parameters or metrics needs; to be written behind <c>from</c> and its table.</summary>
    public static SqlText AddOrderJoins(this SqlText sql, SearchTable table, IReadOnlyList<SearchOrder> orders)
    {
        for (int i = 0; i < orders.Count; i++)
        {
            if (orders[i].Field.Kind != FieldKind.Attribute)
            {
                SearchValues values = table.Values(orders[i].Field.Kind);
                string alias = Alias(i);
                sql.Add($" left join {values.Table} {alias} on {string.Format(null, values.Owner, alias)}")
                    .Add($" and {values.IsKey(alias, sql.Parameter(orders[i].Field.Key))}");
            }
        }

        return sql;
    }

    /// <summary>Adds <c> order by ...</c>.</summary>
    /// <param name="sql">The statement, with the joins of <see cref="AddOrderJoins"/>.</param>
    /// <param name="table">The table.</param>
    /// <param name="orders">The order asked for.</param>
    /// <param name="tieBreakers">What orders the rest, as text: <c>r.started_at_ms desc, r.run_id</c>. It must make the order total, or pages overlap.</param>
    /// <param name="first">What comes before the order, as text with its comma, or empty.</param>
    public static SqlText AddOrder(this SqlText sql, SearchTable table, IReadOnlyList<SearchOrder> orders, string tieBreakers, string first = "")
    {
        sql.Add(" order by ").Add(first);
        for (int i = 0; i < orders.Count; i++)
        {
            sql.Add(Term(sql, table, orders[i], Alias(i))).Add(", ");
        }

        return sql.Add(tieBreakers);
    }

    private static string Term(SqlText sql, SearchTable table, SearchOrder order, string alias)
    {
        string direction = order.IsAscending ? string.Empty : " desc";
        if (order.Field.Kind == FieldKind.Attribute)
        {
            SearchColumn column = table.Attributes[order.Field.Key];
            string last = column.IsNullable ? $"case when {column.Sql} is null then 1 else 0 end, " : string.Empty;
            return last + (column.IsNumeric ? column.Sql : sql.Dialect.Search.TextOrder(column.Sql)) + direction;
        }

        SearchValues values = table.Values(order.Field.Kind);
        string value = $"{alias}.{values.Value}";
        return values.IsNan is null
            ? $"case when {value} is null then 1 else 0 end, {sql.Dialect.Search.TextOrder(value)}{direction}"
            : $"coalesce({alias}.{values.IsNan}, 2), {value}{direction}";
    }

    private static string Alias(int index) => string.Create(CultureInfo.InvariantCulture, $"o{index}");
}
