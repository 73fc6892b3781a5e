using System.Data.Common;
using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Registry;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational;

public sealed class SqliteDatabaseTests : DatabaseSuite, IDisposable
{
    private readonly SqliteHome _home = new();

    protected override Database Database => _home.Database;

    protected override (int Threads, int Each) Writers => (8, 25);

    public static TheoryData<int> EarlierNumbers => [.. Enumerable.Range(1, Migrations.Newest - 1)];

    [Theory]
    [MemberData(nameof(EarlierNumbers))]
    public void Brings_every_earlier_schema_up_to_date_after_a_backup(int number)
    {
        using var folder = new TempFolder();
        string path = folder.File("old.db");
        using (SqliteConnection old = Connect(path))
        {
            Migrations.Apply(new SqliteSchema(old, path), _home.Time, number);
            old.Execute("insert into experiments(name, created_at_ms) values ('kept', 1)");
        }

        using (var database = new SqliteDatabase(new SqliteOptions { Path = path }, _home.Time))
        {
            new LabelStore(database).Add([new Label("a", true, "anna", _home.Time.GetUtcNow())]);
            new RunStore(database).Start("kept", "r");
        }

        using SqliteConnection now = Connect(path);
        Assert.Equal(Migrations.Newest, now.ExecuteScalar<long>("select count(*) from schema_steps"));
        Assert.Equal(["kept"], now.Query<string>("select name from experiments where experiment_id <> 0"));
        using SqliteConnection backup = Connect(Assert.Single(Directory.GetFiles(folder.Path, "old.db.before-*")));
        Assert.Equal(number, backup.ExecuteScalar<long>("select max(number) from schema_steps"));
        Assert.Equal(["kept"], backup.Query<string>("select name from experiments where name <> 'Default'"));
    }

    [Fact]
    public void A_new_database_and_one_that_is_up_to_date_are_not_backed_up()
    {
        _home.Open().Dispose();

        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(_home.Path)!, "*before*"));
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        using var folder = new TempFolder();
        string path = folder.Write("text.db", new string('x', 5000));

        StoreException error = Assert.Throws<StoreException>(() => new SqliteDatabase(new SqliteOptions { Path = path }, _home.Time));

        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.False(error.IsTransient);
    }

    [Fact]
    public void A_full_disk_says_so_changes_nothing_and_heals()
    {
        var store = new ScoreStore(_home.Database);
        store.Save("t", 1, [SampleRows.Event("first")]);
        _home.Database.LimitPages(1);

        StoreException error = Assert.Throws<StoreException>(() => store.Save("t", 500, [.. Enumerable.Range(0, 500).Select(i => SampleRows.Event($"{i}"))]));

        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        Assert.True(error.IsTransient);
        Assert.Equal((1L, 1L), (store.Count(), store.PositionOf("t")));
        _home.Database.LimitPages(0);
        Assert.Equal(500, store.Save("t", 500, [.. Enumerable.Range(0, 500).Select(i => SampleRows.Event($"{i}"))]));
        Assert.Equal((501L, 500L), (store.Count(), store.PositionOf("t")));
    }

    [Fact]
    public void Names_of_HAMF_show_our_own_tables()
    {
        var runs = new RunStore(_home.Database);
        string run = runs.Start("m", "r");
        runs.Log(run, new Dictionary<string, string> { ["algorithm"] = "gbdt" }, new Dictionary<string, double>(), new Dictionary<string, string>());
        new ModelStore(_home.Database).Register(new ModelVersion
        {
            Name = "m",
            Version = 0,
            CreatedAt = default,
            RunId = run,
            BundleDigest = "b",
            DetectorYaml = "",
            Metrics = new Dictionary<string, double> { ["accuracy"] = 0.99812, ["f1"] = 0.948, ["precision"] = double.NaN, ["recall"] = 0.5 },
        });
        new LabelStore(_home.Database).Add([new Label("e", true, "anna", _home.Time.GetUtcNow())]);

        using SqliteConnection connection = Connect(_home.Path);
        Assert.Equal(
            ("m", "gbdt", 1, "2026-03-01 08:00:00.000"),
            connection.QuerySingle<(string, string, long, string)>("select model_name, algorithm, model_version, creation_date from models_master"));
        Assert.Equal(
            (0.99812, 0.948, 0.5, "completed"),
            connection.QuerySingle<(double, double, double, string)>("select accuracy, f1_score, recall, training_status from training_results"));
        Assert.Equal(1, connection.ExecuteScalar<long>("select count(*) from training_results where \"precision\" is null"));
        Assert.Equal(
            [("model_aliases", "INSERT"), ("labels", "INSERT")],
            connection.Query<(string, string)>("select table_name, operation_type from audit_log order by log_id"));
    }

    [Fact]
    public void Lists_all_problems_of_its_options_at_once()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() =>
            new SqliteDatabase(new SqliteOptions { Path = " ", CacheSize = 1, BusyTimeout = TimeSpan.Zero }, _home.Time));

        Assert.Contains("path", error.Message, StringComparison.Ordinal);
        Assert.Contains("cache", error.Message, StringComparison.Ordinal);
        Assert.Contains("timeout", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _home.Dispose();

    protected override Database Open() => _home.Open();

    protected override DbConnection Connect() => Connect(_home.Path);

    private static SqliteConnection Connect(string path)
    {
        SqliteNative.Use();
        var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        return connection;
    }
}
