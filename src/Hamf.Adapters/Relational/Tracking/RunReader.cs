using System.Data.Common;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Relational.Tracking;

/// <summary>Reads whole runs, many at once, each table along its order. Thread-safe.</summary>
internal sealed class RunReader(Database database, MetricKeys keys)
{
    /// <summary>How many numbers stand in one statement: few enough for every database, enough to make the statement's cost small.</summary>
    public const int PartLength = 500;

    // Few runs have inputs or outputs: the statement that reads the run says whether there is anything to look for.
    private const string BareColumns = """
        select r.run_no, r.run_id, r.experiment_id, r.name, r.user_id, r.status, r.lifecycle_stage, r.started_at_ms, r.ended_at_ms, r.artifact_uri,
            case when exists (select 1 from run_datasets d where d.run_no = r.run_no) or exists (select 1 from run_models m where m.run_no = r.run_no)
            then 1 else 0 end
        from runs r where r.run_no {0} order by r.run_no
        """;

    private const string LatestMetrics =
        "select run_no, key_no, value, is_nan, timestamp_ms, step from latest_metrics where run_no {0} order by run_no, key_no";

    private const string Params = "select run_no, key, value from params where run_no {0} order by run_no, key";

    private const string Tags = "select run_no, key, value from tags where run_no {0} order by run_no, key";

    /// <summary>The runs of these numbers, in that order; one that is missing is left out.</summary>
    public IReadOnlyList<TrackedRun> Read(DbConnection connection, IReadOnlyList<long> runNumbers)
    {
        (Dictionary<long, TrackedRun> runs, List<long> linked) = Bare(connection, runNumbers);
        OwnedRows<MetricPoint> metrics = Metrics(connection, runNumbers);
        OwnedRows<KeyValuePair<string, string>> parameters = Pairs(connection, Params, runNumbers);
        OwnedRows<KeyValuePair<string, string>> tags = Pairs(connection, Tags, runNumbers);
        RunInputsReader inputs = RunInputsReader.Read(connection, linked);
        var whole = new List<TrackedRun>(runs.Count);
        foreach (long number in runNumbers)
        {
            if (runs.TryGetValue(number, out TrackedRun? run))
            {
                whole.Add(run with
                {
                    Metrics = metrics.Of(number),
                    Params = parameters.Of(number),
                    Tags = tags.Of(number),
                    DatasetInputs = inputs.Datasets(number),
                    ModelInputs = inputs.Models(number, RunInputs.Read),
                    ModelOutputs = inputs.Models(number, RunInputs.Made),
                });
            }
        }

        return whole;
    }

    /// <summary>The run of a number, or null.</summary>
    public TrackedRun? Find(DbConnection connection, long runNumber) => Read(connection, [runNumber]) is [TrackedRun run] ? run : null;

    /// <summary>What a run is, without anything that was logged to it; null when it is missing.</summary>
    public TrackedRun? ReadBare(DbTransaction transaction, long runNumber) =>
        Bare(transaction.Connection!, [runNumber]).Runs.GetValueOrDefault(runNumber);

    private (Dictionary<long, TrackedRun> Runs, List<long> Linked) Bare(DbConnection connection, IReadOnlyList<long> numbers)
    {
        var runs = new Dictionary<long, TrackedRun>(numbers.Count);
        var linked = new List<long>();
        database.ReadOwned(connection, BareColumns, numbers, row =>
        {
            long number = row.Long(0);
            runs[number] = new TrackedRun
            {
                RunId = row.Text(1),
                ExperimentId = row.Long(2),
                Name = row.Text(3),
                UserId = row.Word(4),
                Status = Enum.Parse<RunStatus>(row.Word(5)),
                Stage = Stages.Read(row.Word(6)),
                StartMs = row.Long(7),
                EndMs = row.IsNull(8) ? null : row.Long(8),
                ArtifactUri = row.Text(9),
            };
            if (row.Long(10) != 0)
            {
                linked.Add(number);
            }
        });
        return (runs, linked);
    }

    private OwnedRows<KeyValuePair<string, string>> Pairs(DbConnection connection, string sqlFormat, IReadOnlyList<long> numbers)
    {
        var pairs = new OwnedRows<KeyValuePair<string, string>>(numbers.Count);
        database.ReadOwned(connection, sqlFormat, numbers, row => pairs.Add(row.Long(0), KeyValuePair.Create(row.Word(1), row.Text(2))));
        return pairs;
    }

    private OwnedRows<MetricPoint> Metrics(DbConnection connection, IReadOnlyList<long> numbers)
    {
        var points = new OwnedRows<MetricPoint>(numbers.Count);
        HashSet<long>? unknown = null;
        database.ReadOwned(connection, LatestMetrics, numbers, row =>
        {
            if (keys.Known(row.Long(1)) is { } key)
            {
                points.Add(row.Long(0), new MetricPoint(key, StoredNumber.Read(row.Double(2), row.Long(3)), row.Long(4), row.Long(5)));
            }
            else
            {
                (unknown ??= []).Add(row.Long(1));
            }
        });
        if (unknown is null)
        {
            return points;
        }

        // Names that are not in memory yet are asked for behind the reading, on the same connection; then it is read again. That happens once
        // per name and process.
        keys.Load(connection, [.. unknown]);
        return Metrics(connection, numbers);
    }
}
