using System.Data.Common;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>
/// Walks the runs of one experiment in the order of a metric: along its index the numbers, then NaN; then the runs that lack it. A part is only asked
/// when the page reaches it.
/// </summary>
internal sealed class MetricWalk
{
    private readonly SqlDialect _dialect;
    private readonly RunScope _scope;
    private readonly SearchQuery _query;
    private readonly SearchOrder _first;
    private readonly SearchOrder[] _rest;

    public MetricWalk(SqlDialect dialect, RunScope scope, SearchQuery query)
    {
        _dialect = dialect;
        _scope = scope;
        _query = query;
        _first = query.Order[0];
        _rest = [.. query.Order.Skip(1)];
    }

    private enum Part
    {
        Numbers,
        Nan,
        Missing,
    }

    private static SearchValues Values => RunTable.Fields.Metrics!;

    /// <summary>The numbers of the runs of the page.</summary>
    public Page<long> Find(DbConnection connection)
    {
        var found = new List<long>();
        long skip = _query.Offset;
        foreach (Part part in Enum.GetValues<Part>().Where(IsPossible))
        {
            long wanted = _query.Max + 1L - found.Count;
            List<long> rows = Rows(part, wanted, skip).Numbers(connection);
            found.AddRange(rows);
            if (rows.Count == wanted)
            {
                break;
            }

            // Where rows of this part were skipped, the next one skips what is left.
            skip = rows.Count > 0 || skip == 0 ? 0 : Math.Max(0, skip - Count(part).Numbers(connection)[0]);
        }

        return SearchPage.Of(found, _query);
    }

    // What is compared with the metric cannot lack it.
    private bool IsPossible(Part part) => part != Part.Missing || !_query.Filter.Any(clause => clause.Field == _first.Field);

    private SqlText Rows(Part part, long max, long skip)
    {
        SqlText sql = From(part, "r.run_no", _rest);
        sql.AddOrder(RunTable.Fields, _rest, RunTable.TieBreakers, first: part == Part.Numbers ? $"m.value{(_first.IsAscending ? string.Empty : " desc")}, " : string.Empty);
        return sql.Add($" limit {sql.Parameter(max)} offset {sql.Parameter(skip)}");
    }

    private SqlText Count(Part part) => From(part, "count(*)", []);

    private SqlText From(Part part, string what, IReadOnlyList<SearchOrder> joined)
    {
        SqlText sql = new SqlText(_dialect).Add($"select {what} from ");
        string key = Values.IsKey("m", sql.Parameter(_first.Field.Key));
        if (part == Part.Missing)
        {
            return sql.Add("runs r").AddOrderJoins(RunTable.Fields, joined)
                .Add($" where {_scope.OfRuns} and not exists (select 1 from {Values.Table} m where m.run_no = r.run_no and {key} and m.{MetricIndex.IsIndexed})")
                .AddWhere(RunTable.Fields, _query.Filter);
        }

        sql.Add($"{Values.Table} m cross join runs r").AddOrderJoins(RunTable.Fields, joined)
            .Add($" where r.run_no = m.run_no{_scope.Stage} and m.experiment_id {_scope.Experiments} and {key} and m.{MetricIndex.IsIndexed} and m.is_nan = {(part == Part.Nan ? 1 : 0)}");

        // A comparison with the metric itself bounds the walk; as a look-up per run it would not.
        foreach (SearchClause clause in _query.Filter.Where(clause => clause.Field == _first.Field))
        {
            sql.Add(" and ").Add(SearchFilter.ValueCondition(sql, Values, "m", clause));
        }

        return sql.AddWhere(RunTable.Fields, _query.Filter.Where(clause => clause.Field != _first.Field));
    }
}
