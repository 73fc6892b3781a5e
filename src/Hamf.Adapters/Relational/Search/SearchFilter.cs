using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>
/// Turns what the grammar has read into a statement, for any table that is described by a <see cref="SearchTable"/>. A store writes:
/// <code>
/// var sql = new SqlText(database.Dialect).Add("select m.name as Name from registered_models m");
/// sql.AddOrderJoins(Table, query.Order).Add(" where 1 = 1").AddWhere(Table, query.Filter);
/// sql.AddOrder(Table, query.Order, "m.name").AddPage(query);
/// return database.Read(connection =&gt; SearchPage.Of(connection.Query&lt;Row&gt;(sql.ToString(), sql.Parameters).ToList(), query));
/// </code>
/// A thing without a key fits no comparison with it, <c>!=</c> included. No value from outside gets into the text.
/// </summary>
internal static class SearchFilter
{
    /// <summary>Adds <c> and CONDITION</c> for every clause; the statement has its <c>where</c> already.</summary>
    public static SqlText AddWhere(this SqlText sql, SearchTable table, IEnumerable<SearchClause> clauses)
    {
        foreach (SearchClause clause in clauses)
        {
            sql.Add(" and ").Add(Condition(sql, table, clause));
        }

        return sql;
    }

    /// <summary>The condition of one clause.</summary>
    public static string Condition(SqlText sql, SearchTable table, SearchClause clause)
    {
        switch (clause.Field.Kind)
        {
            case FieldKind.Attribute:
                SearchColumn column = table.Attributes[clause.Field.Key];
                return column.IsNumeric ? ComparedNumber(sql, column.Sql, clause, clause.Number!.Value) : Text(sql, column.Sql, clause);
            case FieldKind.Dataset:
                (string dataset, string format) = table.Datasets[clause.Field.Key];
                return string.Format(null, format, Text(sql, dataset, clause));
            default:
                return OfValue(sql, table.Values(clause.Field.Kind), clause);
        }
    }

    /// <summary>What a value of a <see cref="SearchValues"/> with the alias <paramref name="alias"/> must fit.</summary>
    public static string ValueCondition(SqlText sql, SearchValues values, string alias, SearchClause clause)
    {
        string value = $"{alias}.{values.Value}";
        if (values.IsNan is null)
        {
            return Text(sql, value, clause);
        }

        // NaN is unequal to every number, and neither below nor above one.
        string compared = Compared(value, clause, sql.Parameter(clause.Number!.Value));
        return clause.Comparator == Comparator.NotEqual
            ? $"({compared} or {alias}.{values.IsNan} = 1)"
            : $"{compared} and {alias}.{values.IsNan} = 0";
    }

    private static string OfValue(SqlText sql, SearchValues values, SearchClause clause)
    {
        string row = $"exists (select 1 from {values.Table} v where {string.Format(null, values.Owner, "v")} and {values.IsKey("v", sql.Parameter(clause.Field.Key))}";
        return clause.Comparator switch
        {
            Comparator.IsNull => $"not {row})",
            Comparator.IsNotNull => $"{row})",
            _ => $"{row} and {ValueCondition(sql, values, "v", clause)})",
        };
    }

    private static string Text(SqlText sql, string column, SearchClause clause) => clause.Comparator switch
    {
        Comparator.Like => sql.Dialect.Search.Like(column, clause.Text!, sql),
        Comparator.ILike => sql.Dialect.Search.ILike(column, clause.Text!, sql),
        Comparator.In => $"{column} in {sql.List(clause.Texts)}",
        Comparator.NotIn => $"{column} not in {sql.List(clause.Texts)}",
        _ => Compared(column, clause, sql.Parameter(clause.Text!)),
    };

    private static string Compared(string column, SearchClause clause, string parameter) => $"{column} {Sign(clause.Comparator)} {parameter}";

    private static string Sign(Comparator comparator) => comparator switch
    {
        Comparator.Equal => "=",
        Comparator.NotEqual => "<>",
        Comparator.Less => "<",
        Comparator.LessOrEqual => "<=",
        Comparator.Greater => ">",
        Comparator.GreaterOrEqual => ">=",
        _ => throw new ArgumentOutOfRangeException(nameof(comparator), comparator, "The grammar lets no such comparison through."),
    };

    // A whole number is compared as one, so that an index on the column serves; what is above every long is compared as it is.
    private static string ComparedNumber(SqlText sql, string column, SearchClause clause, double number) =>
        Math.Abs(number) < 1L << 53 && number == Math.Floor(number) ? Compared(column, clause, sql.Parameter((long)number)) : Compared(column, clause, sql.Parameter(number));
}
