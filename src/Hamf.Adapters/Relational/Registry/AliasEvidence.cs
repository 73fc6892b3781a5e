using System.Text.Json.Nodes;

namespace Hamf.Adapters.Relational.Registry;

/// <summary>What is known of two versions when an alias moves between them.</summary>
internal static class AliasEvidence
{
    private const int MetricsMax = 100;

    /// <summary>JSON: <c>{"from":{"version":1,"run_id":"...","metrics":{...}},"to":{...}}</c>; a side that is no version is not there.</summary>
    public static string Of(RegistrySql sql, string name, long? from, long? to)
    {
        JsonObject evidence = [];
        foreach ((string side, long? version) in ((string, long?)[])[("from", from), ("to", to)])
        {
            if (version is { } number)
            {
                evidence[side] = Of(sql, name, number);
            }
        }

        return evidence.ToJsonString();
    }

    private static JsonObject Of(RegistrySql sql, string name, long version)
    {
        string runId = sql.Scalar<string>("select run_id from model_versions where name = @name and version = @version", new { name, version }) ?? string.Empty;
        return new JsonObject
        {
            ["version"] = version,
            ["run_id"] = runId,
            ["metrics"] = new JsonObject(Metrics(sql, name, version, runId).Select(m => KeyValuePair.Create(m.Key, Number(StoredNumber.Read(m.Value, m.IsNan))))),
        };
    }

    // A version that Hamf has made carries its metrics; of any other those of its run are known.
    private static List<(string Key, double Value, long IsNan)> Metrics(RegistrySql sql, string name, long version, string runId)
    {
        List<(string, double, long)> own = sql.Rows<(string, double, long)>(
            "select key, value, is_nan from model_version_metrics where name = @name and version = @version order by key limit @max",
            new { name, version, max = MetricsMax });
        return own.Count > 0 ? own : sql.Rows<(string, double, long)>(
            """
            select k.key, l.value, l.is_nan from runs r join latest_metrics l on l.run_no = r.run_no join metric_keys k on k.key_no = l.key_no
            where r.run_id = @runId order by k.key limit @max
            """,
            new { runId, max = MetricsMax });
    }

    // JSON has no word for what is not finite: a text, as everywhere else.
    private static JsonNode? Number(double value) => double.IsFinite(value)
        ? value
        : double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
}
