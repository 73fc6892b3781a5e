using System.Data.Common;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Writes the points of metrics: their history, and the latest of each.</summary>
internal static class MetricRows
{
    private const string LaterWins = """
        (run_no, key_no) do update set
            step = excluded.step, timestamp_ms = excluded.timestamp_ms, is_nan = excluded.is_nan, value = excluded.value, is_indexed = excluded.is_indexed
        where (excluded.step, excluded.timestamp_ms, -excluded.is_nan, excluded.value)
            > (latest_metrics.step, latest_metrics.timestamp_ms, -latest_metrics.is_nan, latest_metrics.value)
        """;

    /// <summary>Adds points to a run; one that is there in every part is no second one.</summary>
    /// <param name="database">The database.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="run">The run.</param>
    /// <param name="points">The points.</param>
    /// <param name="keyNumbers">The number of each point's key.</param>
    /// <param name="index">The index of the latest.</param>
    public static void Add(
        Database database, DbTransaction transaction, RunKey run, IReadOnlyList<MetricPoint> points, long[] keyNumbers, MetricIndex index)
    {
        database.Insert(transaction, new BulkInsert("metrics", Columns(run, points, keyNumbers), "do nothing"));
        int[] latest = Latest(points, keyNumbers);
        database.Insert(transaction, new BulkInsert(
            "latest_metrics",
            [
                .. Columns(run, [.. latest.Select(i => points[i])], [.. latest.Select(i => keyNumbers[i])]),
                new LongColumn("experiment_id", Repeat(run.ExperimentId, latest.Length)),
                index.Column(latest.Length),
            ],
            LaterWins));
        index.Added(transaction, run, latest.Length);
        int[] measured = [.. Enumerable.Range(0, points.Count).Where(i => points[i].ModelId is not null || points[i].DatasetName is not null)];
        if (measured.Length > 0)
        {
            AddMeasured(database, transaction, run, [.. measured.Select(i => points[i])], [.. measured.Select(i => keyNumbers[i])]);
        }
    }

    /// <summary>Whether a point comes after another one of its key: by step, then time; a number after NaN; then by value.</summary>
    public static bool IsLater(in MetricPoint point, in MetricPoint than)
    {
        if (point.Step != than.Step)
        {
            return point.Step > than.Step;
        }

        if (point.TimestampMs != than.TimestampMs)
        {
            return point.TimestampMs > than.TimestampMs;
        }

        // CompareTo has NaN below every number.
        return point.Value.CompareTo(than.Value) > 0;
    }

    // The index of the latest point of each key, by key.
    private static int[] Latest(IReadOnlyList<MetricPoint> points, long[] keyNumbers)
    {
        var latest = new Dictionary<long, int>();
        for (int i = 0; i < keyNumbers.Length; i++)
        {
            if (!latest.TryGetValue(keyNumbers[i], out int known) || IsLater(points[i], points[known]))
            {
                latest[keyNumbers[i]] = i;
            }
        }

        int[] indexes = [.. latest.Values];
        Array.Sort([.. latest.Keys], indexes);
        return indexes;
    }

    private static void AddMeasured(Database database, DbTransaction transaction, RunKey run, MetricPoint[] points, long[] keyNumbers) =>
        database.Insert(transaction, new BulkInsert(
            "model_metrics",
            [
                .. Columns(run, points, keyNumbers),
                new TextColumn("model_id", [.. points.Select(p => p.ModelId ?? string.Empty)]),
                new TextColumn("dataset_name", [.. points.Select(p => p.DatasetName ?? string.Empty)]),
                new TextColumn("dataset_digest", [.. points.Select(p => p.DatasetDigest ?? string.Empty)]),
            ],
            "do nothing"));

    private static BulkColumn[] Columns(RunKey run, IReadOnlyList<MetricPoint> points, long[] keyNumbers)
    {
        var times = new long[points.Count];
        var steps = new long[points.Count];
        var areNan = new long[points.Count];
        var values = new double[points.Count];
        for (int i = 0; i < times.Length; i++)
        {
            MetricPoint point = points[i];
            times[i] = point.TimestampMs;
            steps[i] = point.Step;
            areNan[i] = StoredNumber.IsNan(point.Value);
            values[i] = StoredNumber.Value(point.Value);
        }

        return
        [
            new LongColumn("run_no", Repeat(run.RunNo, times.Length)),
            new LongColumn("key_no", keyNumbers),
            new LongColumn("timestamp_ms", times),
            new LongColumn("step", steps),
            new LongColumn("is_nan", areNan),
            new DoubleColumn("value", values),
        ];
    }

    private static long[] Repeat(long value, int count)
    {
        var values = new long[count];
        Array.Fill(values, value);
        return values;
    }
}
