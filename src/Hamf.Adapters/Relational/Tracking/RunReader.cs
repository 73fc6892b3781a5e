using System.Data.Common;
using System.Globalization;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>
/// Reads whole runs, many at once: one query per table and part of the runs, each along the order of its table. Thread-safe.
/// </summary>
internal sealed class RunReader(MetricKeys keys)
{
    /// <summary>How many numbers stand in one statement: few enough for every database, enough to make the statement's cost small.</summary>
    public const int PartLength = 500;

    /// <summary>The runs of these numbers, in that order; one that is missing is left out.</summary>
    public IReadOnlyList<TrackedRun> Read(DbConnection connection, IReadOnlyList<long> runNumbers)
    {
        var runs = new List<TrackedRun>(runNumbers.Count);
        foreach (long[] part in runNumbers.Chunk(PartLength))
        {
            Dictionary<long, TrackedRun> read = ReadPart(connection, part);
            runs.AddRange(part.Where(read.ContainsKey).Select(number => read[number]));
        }

        return runs;
    }

    /// <summary>The run of a number, or null.</summary>
    public TrackedRun? Find(DbConnection connection, long runNumber) => Read(connection, [runNumber]) is [TrackedRun run] ? run : null;

    /// <summary>What a run is, without anything that was logged to it; null when it is missing.</summary>
    public static TrackedRun? ReadBare(DbTransaction transaction, long runNumber) =>
        Bare(transaction.Connection!, List([runNumber]), transaction).GetValueOrDefault(runNumber);

    private Dictionary<long, TrackedRun> ReadPart(DbConnection connection, long[] part)
    {
        string list = List(part);
        Dictionary<long, TrackedRun> runs = Bare(connection, list);
        Dictionary<long, List<MetricPoint>> metrics = Metrics(connection, list);
        Dictionary<long, List<KeyValuePair<string, string>>> parameters = Pairs(connection, "params", list);
        Dictionary<long, List<KeyValuePair<string, string>>> tags = Pairs(connection, "tags", list);
        RunInputsReader inputs = RunInputsReader.Read(connection, list);
        foreach ((long number, TrackedRun run) in runs)
        {
            runs[number] = run with
            {
                Metrics = metrics.GetValueOrDefault(number) ?? [],
                Params = parameters.GetValueOrDefault(number) ?? [],
                Tags = tags.GetValueOrDefault(number) ?? [],
                DatasetInputs = inputs.Datasets(number),
                ModelInputs = inputs.Models(number, RunInputs.Read),
                ModelOutputs = inputs.Models(number, RunInputs.Made),
            };
        }

        return runs;
    }

    // Numbers only, so that nothing in the statement comes from a caller.
    private static string List(long[] numbers) => string.Join(',', numbers.Select(n => n.ToString(CultureInfo.InvariantCulture)));

    private static Dictionary<long, TrackedRun> Bare(DbConnection connection, string list, DbTransaction? transaction = null)
    {
        var runs = new Dictionary<long, TrackedRun>();
        using DbCommand command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText =
            $"""
            select run_no, run_id, experiment_id, name, user_id, status, lifecycle_stage, started_at_ms, ended_at_ms, artifact_uri
            from runs where run_no in ({list})
            """;
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            runs[reader.GetInt64(0)] = new TrackedRun
            {
                RunId = reader.GetString(1),
                ExperimentId = reader.GetInt64(2),
                Name = reader.GetString(3),
                UserId = reader.GetString(4),
                Status = Enum.Parse<RunStatus>(reader.GetString(5)),
                Stage = Stages.Read(reader.GetString(6)),
                StartMs = reader.GetInt64(7),
                EndMs = reader.IsDBNull(8) ? null : reader.GetInt64(8),
                ArtifactUri = reader.GetString(9),
            };
        }

        return runs;
    }

    private static Dictionary<long, List<KeyValuePair<string, string>>> Pairs(DbConnection connection, string table, string list)
    {
        var pairs = new Dictionary<long, List<KeyValuePair<string, string>>>();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = $"select run_no, key, value from {table} where run_no in ({list}) order by run_no, key";
        using DbDataReader reader = command.ExecuteReader();
        while (reader.Read())
        {
            Rows(pairs, reader.GetInt64(0)).Add(KeyValuePair.Create(reader.GetString(1), reader.GetString(2)));
        }

        return pairs;
    }

    private Dictionary<long, List<MetricPoint>> Metrics(DbConnection connection, string list)
    {
        var numbers = new List<(long Run, long Key, MetricPoint Point)>();
        using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText =
                $"select run_no, key_no, value, is_nan, timestamp_ms, step from latest_metrics where run_no in ({list}) order by run_no, key_no";
            using DbDataReader reader = command.ExecuteReader();
            while (reader.Read())
            {
                double value = StoredNumber.Read(reader.GetDouble(2), reader.GetInt64(3));
                numbers.Add((reader.GetInt64(0), reader.GetInt64(1), new MetricPoint(string.Empty, value, reader.GetInt64(4), reader.GetInt64(5))));
            }
        }

        // Names after the reader is closed: one that is not in memory is asked for on the same connection.
        var points = new Dictionary<long, List<MetricPoint>>();
        foreach ((long run, long key, MetricPoint point) in numbers)
        {
            Rows(points, run).Add(point with { Key = keys.KeyOf(connection, key) });
        }

        return points;
    }

    private static List<T> Rows<T>(Dictionary<long, List<T>> rows, long number)
    {
        if (!rows.TryGetValue(number, out List<T>? list))
        {
            rows.Add(number, list = []);
        }

        return list;
    }
}
