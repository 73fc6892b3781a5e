using System.Data.Common;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Relational.Search;

/// <summary>Finds the experiments of a page.</summary>
internal static class ExperimentFinder
{
    private static readonly SearchTable Fields = new()
    {
        Attributes = new Dictionary<string, SearchColumn>
        {
            ["experiment_id"] = new("e.experiment_id", IsNumeric: true),
            ["name"] = new("e.name"),
            ["creation_time"] = new("e.created_at_ms", IsNumeric: true),
            ["last_update_time"] = new("e.updated_at_ms", IsNumeric: true),
        },
        Tags = new("experiment_tags", "{0}.experiment_id = e.experiment_id"),
    };

    /// <summary>The ids of the experiments of the page.</summary>
    public static Page<long> Find(SqlDialect dialect, DbConnection connection, SearchQuery query)
    {
        string stage = query.View switch
        {
            LifecycleView.ActiveOnly => "e.lifecycle_stage = 'active'",
            LifecycleView.DeletedOnly => "e.lifecycle_stage = 'deleted'",
            _ => "1 = 1",
        };
        SqlText sql = new SqlText(dialect).Add($"select e.experiment_id from experiments e where {stage}")
            .AddWhere(Fields, query.Filter)
            .AddOrder(Fields, query.Order, "e.created_at_ms desc, e.experiment_id desc")
            .AddPage(query);
        return SearchPage.Of(sql.Numbers(connection), query);
    }
}
