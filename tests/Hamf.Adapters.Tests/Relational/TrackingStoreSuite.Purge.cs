using Dapper;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Tests.Relational;

public abstract partial class TrackingStoreSuite
{
    [Fact]
    public void Deletes_for_good_only_what_was_deleted_before()
    {
        long experiment = Store.CreateExperiment("e", null, Pairs("t=1"));
        string gone = FullRun(experiment);
        string withExperiment = FullRun(experiment);
        string active = FullRun(0);
        string late = FullRun(0);
        Store.MoveRun(gone, LifecycleStage.Deleted);
        Store.MoveExperiment(experiment, LifecycleStage.Deleted);
        Advance(TimeSpan.FromSeconds(1));
        DateTimeOffset before = Now;
        Store.MoveRun(late, LifecycleStage.Deleted);

        PurgeOutcome outcome = Store.Purge(before);

        Assert.Equal(1, outcome.Experiments);
        Assert.Equal(new[] { gone, withExperiment }.Order(), outcome.Runs.Order());
        Assert.All([gone, withExperiment], id => Assert.Null(Store.FindRun(id)));
        Assert.Null(Store.FindExperiment("e"));
        Assert.All([active, late], id => Assert.Equal((2, 1, 1), (Store.FindRun(id)!.Metrics.Count, Store.FindRun(id)!.Params.Count, Store.FindRun(id)!.DatasetInputs.Count)));
        Assert.Equal((0, 0), (Store.Purge(before).Experiments, Store.Purge(before).Runs.Count));
        Assert.NotEqual(experiment, Store.CreateExperiment("e", null, None));
    }

    [Fact]
    public void An_experiment_with_a_restored_run_and_the_default_one_stay()
    {
        long experiment = Store.CreateExperiment("e", null, None);
        string run = FullRun(experiment);
        Store.MoveExperiment(experiment, LifecycleStage.Deleted);
        Store.MoveExperiment(0, LifecycleStage.Deleted);
        Store.MoveRun(run, LifecycleStage.Active);
        Advance(TimeSpan.FromSeconds(1));

        PurgeOutcome outcome = Store.Purge(Now);

        Assert.Equal((0, 0), (outcome.Experiments, outcome.Runs.Count));
        Assert.NotNull(Store.FindRun(run));
        Assert.NotNull(Store.FindExperiment(0));
    }

    [Fact]
    public void A_run_of_many_points_is_deleted_whole()
    {
        string id = NewRun(0).RunId;
        for (int part = 0; part < 5; part++)
        {
            Store.Log(id, Batch([.. Enumerable.Range(0, 10_000).Select(i => new MetricPoint($"m{i % 2}", i, part, i))]));
        }

        Store.MoveRun(id, LifecycleStage.Deleted);
        Advance(TimeSpan.FromSeconds(1));

        Assert.Equal([id], Store.Purge(Now).Runs);
        Assert.Equal(0, Database.Read(connection => connection.ExecuteScalar<long>("select count(*) from metrics")));
    }

    [Fact]
    public void The_artifacts_of_a_run_go_with_it()
    {
        var runs = new RunStore(Database);
        string id = NewRun(0).RunId;
        string other = NewRun(0).RunId;
        runs.AddArtifact(id, "a/b.txt", "digest", 1);
        runs.AddArtifact(other, "a/b.txt", "digest", 1);
        Store.MoveRun(id, LifecycleStage.Deleted);
        Advance(TimeSpan.FromSeconds(1));

        Store.Purge(Now);

        string path = Assert.Single(Database.Read(connection => connection.Query<string>("select path from artifact_files").ToArray()));
        Assert.StartsWith($"0/{other}/", path, StringComparison.Ordinal);
    }

    private string FullRun(long experimentId)
    {
        string id = NewRun(experimentId).RunId;
        Store.Log(id, Batch([new("a", 1, 1, 1), new("b", 1, 1, 1) { ModelId = "m-1" }], Pairs("p=1"), Pairs("t=1")));
        Store.LogInputs(id, [Dataset("d", "1", "k=v")], [new ModelLink("m-in", 0)]);
        Store.LogOutputs(id, [new ModelLink("m-out", 0)]);
        return id;
    }
}
