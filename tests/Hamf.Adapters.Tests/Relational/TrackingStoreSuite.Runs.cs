using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Tests.Relational;

public abstract partial class TrackingStoreSuite
{
    [Fact]
    public void Returns_a_run_as_it_was_made()
    {
        long id = Store.CreateExperiment("e", "s3://bucket/e/", None);

        TrackedRun made = Store.CreateRun(new NewRun { ExperimentId = id, Name = "first", UserId = "anna", StartMs = 123, Tags = Pairs("z=1", "a=2") });

        Assert.Matches("^[0-9a-f]{32}$", made.RunId);
        Assert.Equal((id, "first", "anna", RunStatus.Running, 123), (made.ExperimentId, made.Name, made.UserId, made.Status, made.StartMs));
        Assert.Equal((LifecycleStage.Active, null, $"s3://bucket/e/{made.RunId}/artifacts"), (made.Stage, made.EndMs, made.ArtifactUri));
        Assert.Equal(Pairs("a=2", "mlflow.runName=first", "z=1"), made.Tags);
        SameRun(made, Store.FindRun(made.RunId)!);
        Assert.Null(Store.FindRun("none"));
    }

    [Fact]
    public void A_run_without_a_name_gets_one()
    {
        TrackedRun made = Store.CreateRun(new NewRun { ExperimentId = 0, Name = "" });

        Assert.Matches("^[a-z]+-[a-z]+-[0-9]+$", made.Name);
        Assert.Equal(Pairs($"mlflow.runName={made.Name}"), made.Tags);
        Assert.Equal((NowMs, $"mlflow-artifacts:/0/{made.RunId}/artifacts"), (made.StartMs, made.ArtifactUri));
    }

    [Fact]
    public void The_name_may_come_from_the_tag_and_may_not_contradict_it()
    {
        Assert.Equal("t", Store.CreateRun(new NewRun { ExperimentId = 0, Tags = Pairs("mlflow.runName=t") }).Name);
        Assert.Equal("t", Store.CreateRun(new NewRun { ExperimentId = 0, Name = "t", Tags = Pairs("mlflow.runName=t") }).Name);
        Refused(
            RegistryError.InvalidParameterValue,
            "Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='a', mlflow.runName='b')",
            () => Store.CreateRun(new NewRun { ExperimentId = 0, Name = "a", Tags = Pairs("mlflow.runName=b") }));
    }

    [Fact]
    public void A_run_needs_an_active_experiment()
    {
        long id = Store.CreateExperiment("e", null, None);
        Store.MoveExperiment(id, LifecycleStage.Deleted);

        Refused(RegistryError.InvalidParameterValue, "must be in the 'active' state", () => NewRun(id));
        Refused(RegistryError.ResourceDoesNotExist, "No Experiment with id=999 exists", () => NewRun(999));
    }

    [Fact]
    public void Changes_only_what_is_given()
    {
        string id = NewRun(0, "first").RunId;

        TrackedRun ended = Store.UpdateRun(id, RunStatus.Killed, 456, null);
        TrackedRun renamed = Store.UpdateRun(id, null, null, "second");
        Store.UpdateRun(id, null, null, "");

        Assert.Equal((RunStatus.Killed, 456, "first"), (ended.Status, ended.EndMs, ended.Name));
        Assert.Equal((RunStatus.Killed, 456, "second"), (renamed.Status, renamed.EndMs, renamed.Name));
        Assert.Empty(renamed.Tags);
        Assert.Equal("second", Store.FindRun(id)!.Name);
        Assert.Equal(Pairs("mlflow.runName=second"), Store.FindRun(id)!.Tags);
    }

    [Fact]
    public void The_name_and_its_tag_follow_each_other()
    {
        string id = NewRun(0, "first").RunId;

        Store.DeleteTag(id, "mlflow.runName");
        Assert.Equal("first", Store.FindRun(id)!.Name);
        Assert.Empty(Store.FindRun(id)!.Tags);
        Store.Log(id, Batch(tags: Pairs("mlflow.runName=by tag", "x=1")));
        Assert.Equal("by tag", Store.FindRun(id)!.Name);
        Store.Log(id, Batch(tags: Pairs("mlflow.runName=")));
        Assert.Equal("by tag", Store.FindRun(id)!.Name);
        Assert.Equal(Pairs("mlflow.runName=", "x=1"), Store.FindRun(id)!.Tags);
    }

    [Fact]
    public void Deleting_and_restoring_a_run_twice_is_no_error()
    {
        string id = NewRun(0).RunId;
        Store.MoveRun(id, LifecycleStage.Active);
        Store.MoveRun(id, LifecycleStage.Deleted);
        Store.MoveRun(id, LifecycleStage.Deleted);
        Assert.Equal(LifecycleStage.Deleted, Store.FindRun(id)!.Stage);
        Store.MoveRun(id, LifecycleStage.Active);
        Store.MoveRun(id, LifecycleStage.Active);
        Assert.Equal(LifecycleStage.Active, Store.FindRun(id)!.Stage);
    }

    [Fact]
    public void Nothing_is_written_to_a_deleted_or_unknown_run()
    {
        string id = NewRun(0, "first").RunId;
        Store.Log(id, Batch(tags: Pairs("t=1")));
        Store.MoveRun(id, LifecycleStage.Deleted);
        TrackedRun before = Store.FindRun(id)!;

        foreach (Action<string> write in Writes())
        {
            Refused(RegistryError.InvalidParameterValue, $"The run {id} must be in the 'active' state", () => write(id));
            Refused(RegistryError.ResourceDoesNotExist, "Run with id=none not found", () => write("none"));
        }

        SameRun(before, Store.FindRun(id)!);
        Refused(RegistryError.ResourceDoesNotExist, "Run with id=none not found", () => Store.MoveRun("none", LifecycleStage.Deleted));
        Refused(RegistryError.ResourceDoesNotExist, "Run with id=none not found", () => Store.MetricHistory("none", "m", null, 0));
        Store.MoveRun(id, LifecycleStage.Active);
        foreach (Action<string> write in Writes())
        {
            write(id);
        }
    }

    [Fact]
    public void Tags_of_a_run_go_only_when_they_are_there()
    {
        string id = NewRun(0, "n").RunId;
        string other = NewRun(0, "n").RunId;
        Store.Log(id, Batch(tags: Pairs("a=1", "b=2")));
        Store.Log(other, Batch(tags: Pairs("a=1")));

        Store.DeleteTag(id, "a");

        Assert.Equal(Pairs("b=2", "mlflow.runName=n"), Store.FindRun(id)!.Tags);
        Assert.Equal(Pairs("a=1", "mlflow.runName=n"), Store.FindRun(other)!.Tags);
        Refused(RegistryError.ResourceDoesNotExist, "No tag with name: a", () => Store.DeleteTag(id, "a"));
    }

    private static RunBatch Batch(
        IReadOnlyList<MetricPoint>? metrics = null,
        IReadOnlyList<KeyValuePair<string, string>>? parameters = null,
        IReadOnlyList<KeyValuePair<string, string>>? tags = null) => new(metrics ?? [], parameters ?? [], tags ?? []);

    private Action<string>[] Writes() =>
    [
        id => Store.Log(id, Batch()),
        id => Store.Log(id, Batch(metrics: [new MetricPoint("m", 1, 2, 3)])),
        id => Store.Log(id, Batch(parameters: Pairs("p=1"))),
        id => Store.Log(id, Batch(tags: Pairs("t=2"))),
        id => Store.DeleteTag(id, "t"),
        id => Store.UpdateRun(id, RunStatus.Failed, 1, "renamed"),
        id => Store.LogInputs(id, [Dataset("d", "1")], []),
        id => Store.LogOutputs(id, [new ModelLink("m-1", 0)]),
    ];

    private static DatasetInput Dataset(string name, string digest, params string[] tags) =>
        new() { Name = name, Digest = digest, SourceType = "local", Source = "{}", Tags = Pairs(tags) };

    // Records compare their lists by reference.
    private static void SameRun(TrackedRun expected, TrackedRun actual)
    {
        Assert.Equal(expected.Metrics, actual.Metrics);
        Assert.Equal(expected.Params, actual.Params);
        Assert.Equal(expected.Tags, actual.Tags);
        Assert.Equal(expected.DatasetInputs.Count, actual.DatasetInputs.Count);
        Assert.Equal(expected.ModelOutputs, actual.ModelOutputs);
        Assert.Equal(Bare(expected), Bare(actual));

        static TrackedRun Bare(TrackedRun run) =>
            run with { Metrics = NoMetrics, Params = None, Tags = None, DatasetInputs = NoInputs, ModelInputs = NoModels, ModelOutputs = NoModels };
    }

    private static readonly IReadOnlyList<MetricPoint> NoMetrics = [];
    private static readonly IReadOnlyList<DatasetInput> NoInputs = [];
    private static readonly IReadOnlyList<ModelLink> NoModels = [];
}
