using System.Data.Common;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>Looks for a clause that an index can answer and that few runs fit.</summary>
internal sealed class RunGathering(SqlDialect dialect, RunScope scope, bool areMetricsIndexed, int fewRuns)
{
    // The words of the index's own condition, which make it usable.
    private const string IndexedTags = "key in ('mlflow.runName', 'mlflow.parentRunId')";

    /// <summary>The clause that the fewest runs fit, or null when none can be looked up or all are fitted by many.</summary>
    public SearchClause? BestClause(DbConnection connection, IReadOnlyList<SearchClause> clauses)
    {
        SearchClause? best = null;
        long fewest = fewRuns;

        // Texts first: they mostly pick out fewer runs than a range of numbers, and then bound how far the others are counted.
        foreach (SearchClause clause in clauses.Where(HasIndex).OrderBy(clause => clause.Field.Kind == FieldKind.Metric))
        {
            var sql = new SqlText(dialect);
            sql.Add($"select count(*) from ({Select(sql, scope, clause)} limit {sql.Parameter(fewest + 1)}) counted");
            if (sql.Numbers(connection)[0] is long count && count <= fewest)
            {
                (best, fewest) = (clause, count);
            }
        }

        return best;
    }

    /// <summary>
    /// The numbers of all runs that fit a clause, each once, as an index tells them. There may be others among them: of another experiment, or with
    /// a text that begins alike, because long texts have only their first 100 characters in an index.
    /// </summary>
    public static string Select(SqlText sql, RunScope scope, SearchClause clause)
    {
        if (clause.Field.Kind == FieldKind.Attribute)
        {
            return $"select r.run_no from runs r where {SearchFilter.Condition(sql, RunTable.Fields, clause)}";
        }

        SearchValues values = RunTable.Fields.Values(clause.Field.Kind);
        return $"select v.run_no from {values.Table} v where {values.IsKey("v", sql.Parameter(clause.Field.Key))} and "
            + (clause.Field.Kind == FieldKind.Metric
                ? $"v.{MetricIndex.IsIndexed} and v.experiment_id {scope.Experiments} and {SearchFilter.ValueCondition(sql, values, "v", clause)}"
                : $"v.{IndexedTags} and substr(v.value, 1, 100) = substr({sql.Parameter(clause.Text!)}, 1, 100)");
    }

    private bool HasIndex(SearchClause clause) => clause.Field.Kind switch
    {
        FieldKind.Metric => areMetricsIndexed && clause.Comparator != Comparator.NotEqual,
        FieldKind.Tag => clause is { Comparator: Comparator.Equal, Field.Key: "mlflow.runName" or "mlflow.parentRunId" },
        FieldKind.Attribute => clause.Field.Key == "run_id" && clause.Comparator is Comparator.Equal or Comparator.In,
        _ => false,
    };
}
