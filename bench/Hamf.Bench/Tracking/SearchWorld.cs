using System.Data.Common;
using System.Globalization;
using Hamf.Adapters.Relational;
using Hamf.Adapters.Relational.Search;

namespace Hamf.Bench.Tracking;

/// <summary>An experiment with many runs of 10 parameters, 10 metrics and 5 tags, written straight into the tables; the same seed, the same runs.</summary>
internal static class SearchWorld
{
    public const string Experiment = "search";

    private const int RunsPerTransaction = 5_000;
    private const int Params = 10;
    private const int Metrics = 10;
    private static readonly string[] Tags = ["mlflow.runName", "mlflow.source.name", "mlflow.source.type", "mlflow.user", "team"];

    /// <summary>Makes the experiment unless it is there with that many runs.</summary>
    /// <returns>Its id.</returns>
    public static long Ensure(Database database, int runs)
    {
        long id = new TrackingStore(database) is var store && store.FindExperiment(Experiment) is { } known
            ? known.ExperimentId
            : store.CreateExperiment(Experiment, null, []);
        long there = Numbers(database, sql => $"select count(*) from runs where experiment_id = {sql.Parameter(id)}")[0];
        if (there != 0 && there != runs)
        {
            throw new InvalidOperationException($"The home holds {there} runs of the benchmark, not {runs}. Use another home.");
        }

        database.Write(transaction => database.Insert(transaction, new BulkInsert("metric_keys", [new TextColumn("key", [.. Names("m", Metrics)])], "(key) do nothing")));
        long[] keys = [.. Numbers(database, _ => "select key_no from metric_keys where key like 'm_' order by key")];
        for (int first = there == 0 ? 0 : runs; first < runs; first += RunsPerTransaction)
        {
            int count = Math.Min(RunsPerTransaction, runs - first), from = first;
            database.Write(transaction => Insert(database, transaction, id, keys, from, count));
        }

        return id;
    }

    private static int Insert(Database database, DbTransaction transaction, long experiment, long[] keys, int first, int count)
    {
        var random = new Random(first + 1);
        long[] numbers = [.. Enumerable.Range(first + 1, count).Select(n => (long)n)];
        string[] ids = [.. numbers.Select(n => $"{n * 2654435761L & 0xffffffff:x8}{n:x24}")];
        database.Insert(transaction, new BulkInsert("runs",
        [
            new LongColumn("run_no", numbers), new TextColumn("run_id", ids), Same("experiment_id", experiment, count), new TextColumn("name", [.. numbers.Select(n => $"run-{n}")]),
            Same("user_id", "anna", count), Same("status", "Finished", count), new LongColumn("started_at_ms", [.. numbers.Select(n => 1_700_000_000_000 + (n * 1_000))]),
            new LongColumn("ended_at_ms", [.. numbers.Select(n => 1_700_000_000_500 + (n * 1_000))]), new TextColumn("artifact_uri", [.. ids.Select(id => $"mlflow-artifacts:/{experiment}/{id}/artifacts")]),
        ]));
        Pairs(database, transaction, "params", numbers, Names("p", Params), (_, _) => random.Next(100).ToString(CultureInfo.InvariantCulture));
        Pairs(database, transaction, "tags", numbers, Tags, (run, tag) => tag == 0 ? $"run-{run}" : tag == 4 ? $"team {random.Next(5)}" : "train.py");
        return Points(database, transaction, experiment, numbers, keys, random);
    }

    private static int Points(Database database, DbTransaction transaction, long experiment, long[] runs, long[] keys, Random random)
    {
        int rows = runs.Length * keys.Length;
        var run = new LongColumn("run_no", Spread(runs, keys.Length));
        var key = new LongColumn("key_no", [.. Enumerable.Range(0, rows).Select(i => keys[i % keys.Length])]);
        var value = new DoubleColumn("value", [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble())]);
        BulkColumn[] point = [run, key, Same("timestamp_ms", 1_700_000_000_000, rows), Same("step", 0, rows), Same("is_nan", 0, rows), value];
        database.Insert(transaction, new BulkInsert("metrics", point));
        return database.Insert(transaction, new BulkInsert("latest_metrics", [.. point, Same("experiment_id", experiment, rows)]));
    }

    private static void Pairs(Database database, DbTransaction transaction, string table, long[] runs, string[] keys, Func<long, int, string> value) =>
        database.Insert(transaction, new BulkInsert(table,
        [
            new LongColumn("run_no", Spread(runs, keys.Length)),
            new TextColumn("key", [.. runs.SelectMany(_ => keys)]),
            new TextColumn("value", [.. runs.SelectMany(run => keys.Select((_, i) => value(run, i)))]),
        ]));

    private static List<long> Numbers(Database database, Func<SqlText, string> write)
    {
        var sql = new SqlText(database.Dialect);
        sql.Add(write(sql));
        return database.Read(sql.Numbers);
    }

    private static long[] Spread(long[] runs, int times) => [.. runs.SelectMany(run => Enumerable.Repeat(run, times))];

    private static LongColumn Same(string name, long value, int count) => new(name, [.. Enumerable.Repeat(value, count)]);

    private static TextColumn Same(string name, string value, int count) => new(name, [.. Enumerable.Repeat(value, count)]);

    private static string[] Names(string prefix, int count) => [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{prefix}{i}"))];
}
