using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Adapters.Relational.Tracking;
using Hamf.Pipeline.Registry.Search;
using Hamf.Pipeline.Registry.Tracking;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational.Search;

public sealed class SqliteRunSearchTests : RunSearchSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    protected override Database Database => _home.Database;

    protected override void Advance(TimeSpan by) => _home.Time.Advance(by);

    [Fact]
    public void Metrics_are_indexed_together()
    {
        var store = new TrackingStore(Database);
        string run = store.CreateRun(new NewRun { ExperimentId = 0 }).RunId;
        store.Log(run, new RunBatch([new MetricPoint("x", 1, 1, 1)], [], []));
        Assert.Equal(1, Waiting());

        Assert.Single(store.SearchRuns(Search("metrics.x > 0")).Items);
        Assert.Equal(0, Waiting());

        store.Log(run, new RunBatch([.. Enumerable.Range(0, MetricIndex.WaitingMax).Select(i => new MetricPoint($"m{i}", 1, 1, 1))], [], []));
        Assert.Equal(0, Waiting());
    }

    [Fact]
    public void A_search_by_a_metric_works_while_another_process_writes()
    {
        using var database = new SqliteDatabase(new SqliteOptions { Path = _home.Path, BusyTimeout = TimeSpan.FromMilliseconds(50) }, _home.Time);
        var store = new TrackingStore(database);
        foreach (double value in (double[])[1, 3, 2])
        {
            string run = store.CreateRun(new NewRun { ExperimentId = 0, Name = $"r{value}" }).RunId;
            store.Log(run, new RunBatch([new MetricPoint("x", value, 1, 1)], [], []));
        }

        using var other = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = _home.Path, Pooling = false }.ToString());
        other.Open();
        other.Execute("begin immediate");

        Assert.Equal(["r3", "r2"], store.SearchRuns(Search("metrics.x > 1", "metrics.x DESC")).Items.Select(r => r.Name));
        Assert.Equal(3, Waiting());
    }

    public void Dispose() => _home.Dispose();

    private static RunSearch Search(string filter, string order = "start_time") => new([0], new SearchQuery
    {
        Filter = FilterGrammar.ReadFilter(filter, SearchTarget.Runs),
        Order = FilterGrammar.ReadOrder([order], SearchTarget.Runs),
        Max = 10,
    });

    private long Waiting() => Database.Read(c => c.ExecuteScalar<long>("select count(*) from latest_metrics where is_indexed = 0"));
}
