using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of experiments and runs does, on any database.</summary>
public abstract partial class TrackingStoreSuite
{
    private static readonly IReadOnlyList<KeyValuePair<string, string>> None = [];

    protected abstract TrackingStore Store { get; }

    protected abstract Database Database { get; }

    protected abstract DateTimeOffset Now { get; }

    protected abstract void Advance(TimeSpan by);

    private long NowMs => Now.ToUnixTimeMilliseconds();

    [Fact]
    public void The_default_experiment_is_always_there()
    {
        Experiment found = Store.FindExperiment(0)!;

        Assert.Equal(("Default", "mlflow-artifacts:/0", LifecycleStage.Active), (found.Name, found.ArtifactLocation, found.Stage));
        Assert.Equal(found.CreatedMs, found.UpdatedMs);
        Assert.InRange(found.CreatedMs, 1, NowMs);
        Assert.Equal(1, Store.CreateExperiment("first", null, None));
    }

    [Fact]
    public void Returns_an_experiment_as_it_was_made()
    {
        long id = Store.CreateExperiment("e", null, Pairs("b=2", "a=1", "b=3"));
        long elsewhere = Store.CreateExperiment("f", "s3://bucket/f", None);

        Experiment found = Store.FindExperiment(id)!;

        Assert.Equal(("e", $"mlflow-artifacts:/{id}", LifecycleStage.Active), (found.Name, found.ArtifactLocation, found.Stage));
        Assert.Equal((NowMs, NowMs), (found.CreatedMs, found.UpdatedMs));
        Assert.Equal([("a", "1"), ("b", "3")], found.Tags.Select(t => (t.Key, t.Value)));
        Assert.Equal(id, Store.FindExperiment("e")!.ExperimentId);
        Assert.Equal("s3://bucket/f", Store.FindExperiment(elsewhere)!.ArtifactLocation);
        Assert.Null(Store.FindExperiment(999));
        Assert.Null(Store.FindExperiment("E"));
    }

    [Fact]
    public void A_name_is_taken_also_by_a_deleted_experiment()
    {
        Store.MoveExperiment(Store.CreateExperiment("e", null, None), LifecycleStage.Deleted);
        long other = Store.CreateExperiment("other", null, None);

        Refused(RegistryError.ResourceAlreadyExists, "Experiment(name=e) already exists", () => Store.CreateExperiment("e", null, None));
        Refused(RegistryError.ResourceAlreadyExists, "Experiment(name=e) already exists", () => Store.RenameExperiment(other, "e"));
    }

    [Fact]
    public void Renames_an_active_experiment()
    {
        long id = Store.CreateExperiment("e", null, None);
        Advance(TimeSpan.FromSeconds(1));

        Store.RenameExperiment(id, "new");
        Store.RenameExperiment(id, "new");

        Assert.Equal(("new", NowMs), (Store.FindExperiment(id)!.Name, Store.FindExperiment(id)!.UpdatedMs));
        Assert.Equal(NowMs - 1000, Store.FindExperiment(id)!.CreatedMs);
        Store.MoveExperiment(id, LifecycleStage.Deleted);
        Refused(RegistryError.InvalidParameterValue, "must be in the 'active' state", () => Store.RenameExperiment(id, "newer"));
        Refused(RegistryError.ResourceDoesNotExist, "No Experiment with id=999 exists", () => Store.RenameExperiment(999, "x"));
    }

    [Fact]
    public void Restoring_an_experiment_brings_back_all_its_runs()
    {
        long id = Store.CreateExperiment("e", null, None);
        string before = NewRun(id).RunId;
        string with = NewRun(id).RunId;
        string elsewhere = NewRun(0).RunId;
        Store.MoveRun(before, LifecycleStage.Deleted);
        Advance(TimeSpan.FromSeconds(1));

        Store.MoveExperiment(id, LifecycleStage.Deleted);

        Assert.Equal((LifecycleStage.Deleted, NowMs), (Store.FindExperiment(id)!.Stage, Store.FindExperiment(id)!.UpdatedMs));
        Assert.Equal(
            [LifecycleStage.Deleted, LifecycleStage.Deleted, LifecycleStage.Active],
            new[] { before, with, elsewhere }.Select(r => Store.FindRun(r)!.Stage));
        Advance(TimeSpan.FromSeconds(1));
        Store.MoveExperiment(id, LifecycleStage.Active);
        Assert.Equal((LifecycleStage.Active, NowMs), (Store.FindExperiment(id)!.Stage, Store.FindExperiment(id)!.UpdatedMs));
        Assert.Equal([LifecycleStage.Active, LifecycleStage.Active], new[] { before, with }.Select(r => Store.FindRun(r)!.Stage));
    }

    [Fact]
    public void Only_an_active_experiment_is_deleted_and_only_a_deleted_one_restored()
    {
        long id = Store.CreateExperiment("e", null, None);

        Refused(RegistryError.ResourceDoesNotExist, $"No Experiment with id={id} exists", () => Store.MoveExperiment(id, LifecycleStage.Active));
        Store.MoveExperiment(id, LifecycleStage.Deleted);
        Refused(RegistryError.ResourceDoesNotExist, $"No Experiment with id={id} exists", () => Store.MoveExperiment(id, LifecycleStage.Deleted));
        Refused(RegistryError.ResourceDoesNotExist, "No Experiment with id=999 exists", () => Store.MoveExperiment(999, LifecycleStage.Deleted));
    }

    [Fact]
    public void Tags_of_an_experiment_change_and_go()
    {
        long id = Store.CreateExperiment("e", null, Pairs("a=1"));
        Store.SetExperimentTag(id, "a", "line 1\nline 2");
        Store.SetExperimentTag(id, "b", "");

        Assert.Equal([("a", "line 1\nline 2"), ("b", "")], Store.FindExperiment(id)!.Tags.Select(t => (t.Key, t.Value)));
        Store.DeleteExperimentTag(id, "a");
        Assert.Equal(["b"], Store.FindExperiment(id)!.Tags.Keys);
        Refused(RegistryError.ResourceDoesNotExist, "No tag with name: a", () => Store.DeleteExperimentTag(id, "a"));
        Store.MoveExperiment(id, LifecycleStage.Deleted);
        Refused(RegistryError.InvalidParameterValue, "must be in the 'active' state", () => Store.SetExperimentTag(id, "a", "1"));
        Refused(RegistryError.InvalidParameterValue, "must be in the 'active' state", () => Store.DeleteExperimentTag(id, "b"));
        Refused(RegistryError.ResourceDoesNotExist, "No Experiment with id=999 exists", () => Store.SetExperimentTag(999, "a", "1"));
    }

    protected static KeyValuePair<string, string>[] Pairs(params string[] pairs) =>
        [.. pairs.Select(p => p.Split('=', 2)).Select(p => KeyValuePair.Create(p[0], p[1]))];

    private static void Refused(RegistryError error, string part, Action call)
    {
        RegistryException refusal = Assert.Throws<RegistryException>(call);
        Assert.Equal(error, refusal.Error);
        Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    private TrackedRun NewRun(long experimentId, string? name = null) =>
        Store.CreateRun(new NewRun { ExperimentId = experimentId, Name = name });
}
