using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit;
using Microsoft.Data.Sqlite;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>Databases of the schema before tracking (0005), with content, after the upgrade.</summary>
public sealed class TrackingUpgradeTests : IDisposable
{
    private const int Before = 5;

    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Runs_are_as_they_were()
    {
        using SqliteDatabase database = Upgrade("""
            insert into experiments(experiment_id, name, created_at_ms) values (4, 'card-fraud', 100), (7, 'other', 200);
            insert into runs(run_id, experiment_id, name, status, started_at_ms, ended_at_ms)
            values ('b', 4, 'second', 'Failed', 1000, 2000), ('a', 4, 'first', 'Finished', 500, 600), ('c', 7, 'third', 'Running', 1000, null);
            insert into params(run_id, key, value) values ('a', 'trees', '200'), ('b', 'trees', '');
            insert into tags(run_id, key, value) values ('a', 'by', 'anna'), ('b', 'mlflow.runName', 'kept');
            insert into run_artifacts(run_id, path, digest) values ('a', 'report.html', 'd1'), ('b', 'report.html', 'd1');
            insert into metrics(run_id, key, value, is_nan, step, timestamp_ms)
            values ('a', 'auc', 0.5, 0, 0, 10), ('a', 'auc', 0.75, 0, 1, 5), ('a', 'auc', 0.75, 0, 1, 5), ('a', 'loss', 0, 1, 0, 10), ('b', 'auc', 1, 0, 0, 10);
            """);
        var runs = new RunStore(database);
        var tracking = new TrackingStore(database);

        Run run = runs.Find("a")!;
        Assert.Equal(("card-fraud", "first", RunStatus.Finished, 500), (run.Experiment, run.Name, run.Status, run.StartedAt.ToUnixTimeMilliseconds()));
        Assert.Equal(("200", "anna", "first", "d1"), (run.Params["trees"], run.Tags["by"], run.Tags["mlflow.runName"], run.Artifacts["report.html"]));
        Assert.Equal([("auc", 0.75), ("loss", double.NaN)], run.Metrics.Select(m => (m.Key, m.Value)));
        Assert.Equal([(0.75, 1L), (0.5, 0L)], tracking.MetricHistory("a", "auc", null, 0).Items.Select(m => (m.Value, m.Step)));
        Assert.Equal(["b", "a"], runs.List("card-fraud", 10).Select(r => r.RunId));
        Assert.Equal(("kept", 600), (runs.Find("b")!.Tags["mlflow.runName"], run.EndedAt!.Value.ToUnixTimeMilliseconds()));
        Assert.Equal(("mlflow-artifacts:/4/a/artifacts", 4), (tracking.FindRun("a")!.ArtifactUri, tracking.FindRun("a")!.ExperimentId));
        Assert.Equal(("mlflow-artifacts:/7", 200, 200), (Experiment(tracking).ArtifactLocation, Experiment(tracking).CreatedMs, Experiment(tracking).UpdatedMs));
        Assert.Equal(("Default", _time.GetUtcNow().ToUnixTimeMilliseconds()), (tracking.FindExperiment(0)!.Name, tracking.FindExperiment(0)!.CreatedMs));
        Assert.Equal(8, tracking.CreateExperiment("next", null, []));

        static Experiment Experiment(TrackingStore store) => store.FindExperiment("other")!;
    }

    [Fact]
    public void An_experiment_called_Default_becomes_the_default_one_with_its_runs()
    {
        using SqliteDatabase database = Upgrade("""
            insert into experiments(name, created_at_ms) values ('e', 100), ('Default', 200);
            insert into runs(run_id, experiment_id, name, status, started_at_ms) values ('a', 2, 'n', 'Running', 1);
            """);
        var tracking = new TrackingStore(database);

        Assert.Equal((0, 200), (tracking.FindExperiment("Default")!.ExperimentId, tracking.FindExperiment("Default")!.CreatedMs));
        Assert.Equal((0, "mlflow-artifacts:/0/a/artifacts"), (tracking.FindRun("a")!.ExperimentId, tracking.FindRun("a")!.ArtifactUri));
        Assert.Equal("Default", new RunStore(database).Find("a")!.Experiment);
        Assert.Null(tracking.FindExperiment(2));
    }

    [Fact]
    public void Views_of_the_old_names_still_read_parameters()
    {
        using SqliteDatabase database = Upgrade("""
            insert into experiments(name, created_at_ms) values ('e', 100);
            insert into runs(run_id, experiment_id, name, status, started_at_ms) values ('a', 1, 'n', 'Finished', 1);
            insert into params(run_id, key, value) values ('a', 'algorithm', 'gbdt');
            insert into registered_models(name, created_at_ms) values ('m', 1);
            insert into model_versions(name, version, run_id, bundle_digest, detector_yaml, created_at_ms) values ('m', 1, 'a', 'd', '', 1), ('m', 2, 'gone', 'd', '', 1);
            """);

        Assert.Equal(
            [(1, "gbdt"), (2, null)],
            database.Read(connection => connection.Query<(long, string?)>("select model_version, algorithm from models_master order by model_version").ToArray()));
    }

    public void Dispose() => _folder.Dispose();

    private SqliteDatabase Upgrade(string content)
    {
        string path = _folder.File("old.db");
        SqliteNative.Use();
        using (var old = new SqliteConnection($"Data Source={path};Pooling=False"))
        {
            old.Open();
            Migrations.Apply(old, path, SqlDialect.Sqlite, _time, Before);
            old.Execute(content);
        }

        return new SqliteDatabase(new SqliteOptions { Path = path }, _time);
    }
}
