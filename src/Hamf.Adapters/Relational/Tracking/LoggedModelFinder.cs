using System.Data.Common;
using System.Globalization;
using Dapper;
using Hamf.Adapters.Relational.Search;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>
/// Finds logged models. A metric fits a filter when any of its points does; an order goes by the latest point. Both look only at points that were
/// measured on the datasets asked for.
/// </summary>
internal static class LoggedModelFinder
{
    private static readonly Dictionary<string, SearchColumn> Attributes = new()
    {
        ["name"] = new("m.name"),
        ["model_id"] = new("m.model_id"),
        ["model_type"] = new("m.model_type", IsNullable: true),
        ["status"] = new("m.status"),
        ["source_run_id"] = new("m.source_run_id", IsNullable: true),
        ["artifact_location"] = new("m.artifact_uri"),
        ["creation_timestamp"] = new("m.created_at_ms", IsNumeric: true),
        ["last_updated_timestamp"] = new("m.updated_at_ms", IsNumeric: true),
    };

    /// <summary>The numbers of the models of a page, in order.</summary>
    public static Page<long> Find(DbConnection connection, SqlDialect dialect, LoggedModelSearch search)
    {
        if (search.ExperimentIds.Count == 0)
        {
            return new Page<long>([], null);
        }

        var sql = new SqlText(dialect);
        SearchQuery query = search.Query;
        string datasets = Measured(sql, search.Datasets);
        SearchTable table = Table(datasets);
        sql.Add("select m.model_no from logged_models m");
        AddOrderJoins(sql, search, datasets);
        sql.Add($" where m.deleted_at_ms is null and m.experiment_id in ({string.Join(',', search.ExperimentIds)})");
        if (datasets.Length > 0)
        {
            sql.Add($" and exists (select 1 from model_metrics x where x.model_id = m.model_id{datasets})");
        }

        sql.AddWhere(table, query.Filter).AddOrder(table, query.Order, "m.created_at_ms desc, m.model_no desc").AddPage(query);
        return SearchPage.Of([.. connection.Query<long>(sql.ToString(), sql.Parameters)], query);
    }

    private static SearchTable Table(string datasets) => new()
    {
        Attributes = Attributes,
        Params = new SearchValues("logged_model_params", "{0}.model_no = m.model_no"),
        Tags = new SearchValues("logged_model_tags", "{0}.model_no = m.model_no"),
        Metrics = new SearchValues(
            $"(select x.model_id, k.key, x.value, x.is_nan from model_metrics x join metric_keys k on k.key_no = x.key_no where 1 = 1{datasets})",
            "{0}.model_id = m.model_id",
            IsNan: "is_nan"),
    };

    // For each metric of the order one row at most: its latest point, which AddOrder then finds under its alias.
    private static void AddOrderJoins(SqlText sql, LoggedModelSearch search, string datasets)
    {
        for (int i = 0; i < search.Query.Order.Count; i++)
        {
            SearchField field = search.Query.Order[i].Field;
            if (field.Kind != FieldKind.Metric)
            {
                continue;
            }

            (string? name, string? digest) = i < search.OrderDatasets.Count ? search.OrderDatasets[i] : default;
            string alias = string.Create(CultureInfo.InvariantCulture, $"o{i}");
            sql.Add(
                $"""
                 left join (
                    select x.model_id, x.value, x.is_nan, row_number() over (
                        partition by x.model_id order by x.timestamp_ms desc, x.step desc, x.is_nan, x.value desc) as nth
                    from model_metrics x join metric_keys k on k.key_no = x.key_no
                    where k.key = {sql.Parameter(field.Key)}{datasets}{On(sql, name, digest)}
                ) {alias} on {alias}.model_id = m.model_id and {alias}.nth = 1
                """);
        }
    }

    private static string Measured(SqlText sql, IReadOnlyList<(string Name, string? Digest)> datasets) => datasets.Count == 0
        ? ""
        : $" and ({string.Join(" or ", datasets.Select(dataset => $"(1 = 1{On(sql, dataset.Name, dataset.Digest)})"))})";

    private static string On(SqlText sql, string? name, string? digest) =>
        (name is null ? "" : $" and x.dataset_name = {sql.Parameter(name)}") + (digest is null ? "" : $" and x.dataset_digest = {sql.Parameter(digest)}");
}
