namespace Hamf.Adapters.Relational.Search;

/// <summary>What a search can ask of runs; their alias is <c>r</c>.</summary>
internal static class RunTable
{
    /// <summary>What orders runs that an order leaves equal.</summary>
    public const string TieBreakers = "r.started_at_ms desc, r.run_id";

    private const string Dataset =
        "exists (select 1 from run_datasets i join datasets d on d.dataset_no = i.dataset_no where i.run_no = r.run_no and {0})";

    private const string Context =
        "exists (select 1 from run_dataset_tags t where t.run_no = r.run_no and t.key = 'mlflow.data.context' and {0})";

    public static SearchTable Fields { get; } = new()
    {
        Attributes = new Dictionary<string, SearchColumn>
        {
            ["run_id"] = new("r.run_id"),
            ["run_name"] = new("r.name"),
            ["user_id"] = new("r.user_id"),
            ["status"] = new("upper(r.status)"),
            ["artifact_uri"] = new("r.artifact_uri"),
            ["start_time"] = new("r.started_at_ms", IsNumeric: true),
            ["end_time"] = new("r.ended_at_ms", IsNumeric: true, IsNullable: true),
        },
        Metrics = new("latest_metrics", Owner, "key_no", IsNan: "is_nan", KeyFormat: "(select k.key_no from metric_keys k where k.key = {0})"),
        Params = new("params", Owner),
        Tags = new("tags", Owner),
        Datasets = new Dictionary<string, (string Column, string ExistsFormat)>
        {
            ["name"] = ("d.name", Dataset),
            ["digest"] = ("d.digest", Dataset),
            ["context"] = ("t.value", Context),
        },
    };

    private const string Owner = "{0}.run_no = r.run_no";
}
