using System.Data;
using System.Data.Common;
using Dapper;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Reads the points of one metric of one run.</summary>
internal sealed class MetricHistory(MetricKeys keys)
{
    private const string Measures = "model_metrics where run_no = @runNo and key_no = @keyNo";

    public Page<MetricPoint> Read(DbConnection connection, string runId, string key, int? max, long offset)
    {
        long runNo = RunRows.FindNumber(connection, runId) ?? throw RunRows.Missing(runId);
        if (keys.Find(connection, key) is not { } keyNo)
        {
            return new Page<MetricPoint>([], null);
        }

        List<MetricPoint> points = Points(connection, key, new { runNo, keyNo, limit = (max ?? long.MaxValue - 1) + 1, offset });
        long? next = max < points.Count ? offset + max : null;
        if (next is not null)
        {
            points.RemoveAt(points.Count - 1);
        }

        AddMeasures(connection, key, points, new { runNo, keyNo });
        return new Page<MetricPoint>(points, next);
    }

    private static List<MetricPoint> Points(DbConnection connection, string key, object parameters)
    {
        // The order is that of the table, where the key has one value: nothing is sorted, and a page ends the reading.
        var points = new List<MetricPoint>();
        using IDataReader reader = connection.ExecuteReader(
            """
            select value, is_nan, timestamp_ms, step from metrics where run_no = @runNo and key_no = @keyNo
            order by timestamp_ms, key_no, step, is_nan, value limit @limit offset @offset
            """,
            parameters);
        while (reader.Read())
        {
            points.Add(new MetricPoint(key, StoredNumber.Read(reader.GetDouble(0), reader.GetInt64(1)), reader.GetInt64(2), reader.GetInt64(3)));
        }

        return points;
    }

    // Few metrics are measured on a model or dataset; theirs are read apart, so that the others need no join.
    private static void AddMeasures(DbConnection connection, string key, List<MetricPoint> points, object parameters)
    {
        var measured = new Dictionary<MetricPoint, (string ModelId, string Name, string Digest)>();
        foreach ((double value, long isNan, long timestampMs, long step, string modelId, string name, string digest) in
            connection.Query<(double, long, long, long, string, string, string)>(
                $"select value, is_nan, timestamp_ms, step, model_id, dataset_name, dataset_digest from {Measures}", parameters))
        {
            measured[new MetricPoint(key, StoredNumber.Read(value, isNan), timestampMs, step)] = (modelId, name, digest);
        }

        for (int i = 0; i < points.Count && measured.Count > 0; i++)
        {
            if (measured.TryGetValue(points[i], out var m))
            {
                points[i] = points[i] with { ModelId = OrNull(m.ModelId), DatasetName = OrNull(m.Name), DatasetDigest = OrNull(m.Digest) };
            }
        }
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
