using System.Data.Common;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Search;

/// <summary>
/// Finds the runs of a page, by one of three ways: where an index says that few runs can fit, it gathers those and sorts them (<see cref="RunGathering"/>);
/// an order by a metric walks that metric's index and stops behind the page (<see cref="MetricWalk"/>); everything else is one statement, which
/// the default order makes a walk along the index of starts. The ways are chosen here, because SQLite's planner knows no numbers of rows.
/// </summary>
/// <param name="dialect">The database.</param>
/// <param name="areMetricsIndexed">Whether the index of metrics is complete (<see cref="Tracking.MetricIndex"/>); without it, one statement looks at every run.</param>
/// <param name="fewRuns">How many are few.</param>
internal sealed class RunFinder(SqlDialect dialect, bool areMetricsIndexed, int fewRuns = RunFinder.FewRuns)
{
    /// <summary>So many runs are gathered and sorted within some milliseconds.</summary>
    public const int FewRuns = 5_000;

    /// <summary>The numbers of the runs of the page.</summary>
    public Page<long> Find(DbConnection connection, RunSearch search)
    {
        if (search.ExperimentIds.Count == 0)
        {
            return new Page<long>([], null);
        }

        RunScope scope = RunScope.Of(search);
        SearchQuery query = search.Query;
        if (new RunGathering(dialect, scope, areMetricsIndexed, fewRuns).BestClause(connection, query.Filter) is { } clause)
        {
            return SearchPage.Of(Statement(scope, query, clause).Numbers(connection), query);
        }

        return areMetricsIndexed && scope.HasOneExperiment && query.Order is [{ Field.Kind: FieldKind.Metric }, ..] && !query.Filter.Any(PicksFew)
            ? new MetricWalk(dialect, scope, query).Find(connection)
            : SearchPage.Of(Statement(scope, query, null).Numbers(connection), query);
    }

    // Along a metric's values, runs lie anywhere: where few of many fit, looking at all in their own order and sorting those is ten times as fast.
    private static bool PicksFew(SearchClause clause) =>
        clause is { Field.Kind: FieldKind.Param or FieldKind.Tag, Comparator: Comparator.Equal or Comparator.Like or Comparator.ILike };

    // "cross join" keeps SQLite to this order of tables; PostgreSQL decides by its own numbers.
    private SqlText Statement(RunScope scope, SearchQuery query, SearchClause? gather)
    {
        SqlText sql = new SqlText(dialect).Add("select r.run_no from ");
        if (gather is not null)
        {
            sql.Add($"({RunGathering.Select(sql, scope, gather)}) c cross join ");
        }

        sql.Add("runs r").AddOrderJoins(RunTable.Fields, query.Order).Add($" where {scope.OfRuns}");
        if (gather is not null)
        {
            sql.Add(" and r.run_no = c.run_no");
        }

        return sql.AddWhere(RunTable.Fields, query.Filter).AddOrder(RunTable.Fields, query.Order, RunTable.TieBreakers).AddPage(query);
    }
}
