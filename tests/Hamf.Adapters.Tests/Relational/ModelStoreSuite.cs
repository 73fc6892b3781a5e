using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every store of models does, on any database.</summary>
public abstract class ModelStoreSuite
{
    protected abstract ModelStore Store { get; }

    protected abstract void Advance(TimeSpan by);

    [Fact]
    public void The_first_version_is_champion_and_a_later_one_challenger()
    {
        ModelVersion first = Store.Register(SampleRows.Version("m"));
        ModelVersion second = Store.Register(SampleRows.Version("m"));
        Store.Register(SampleRows.Version("other"));

        Assert.Equal((1, ModelReference.Champion), (first.Version, Assert.Single(first.Aliases)));
        Assert.Equal((2, ModelReference.Challenger), (second.Version, Assert.Single(second.Aliases)));
        Assert.Equal(1, Store.Find(new ModelReference("m", ModelReference.Champion, null))!.Version);
        Assert.Equal(["m/2", "m/1", "other/1"], Store.List(null).Select(v => $"{v.Name}/{v.Version}"));
        Assert.Equal([2, 1], Store.List("m").Select(v => v.Version));
    }

    [Fact]
    public void Returns_a_version_as_it_was_registered()
    {
        ModelVersion registered = Store.Register(SampleRows.Version("m") with
        {
            DetectorYaml = "name: m\r\n# Zeichen: ä€😀\n",
            StateDigest = "state",
            Metrics = new Dictionary<string, double> { ["average_precision"] = 0.1 + 0.2, ["roc_auc"] = double.NaN },
        });

        ModelVersion found = Store.Find(new ModelReference("m", null, 1))!;

        Assert.Equal(registered.CreatedAt, found.CreatedAt);
        Assert.Equal("name: m\r\n# Zeichen: ä€😀\n", found.DetectorYaml);
        Assert.Equal(("state", "bundle", "run"), (found.StateDigest, found.BundleDigest, found.RunId));
        Assert.Equal(0.1 + 0.2, found.Metrics["average_precision"]);
        Assert.Equal(double.NaN, found.Metrics["roc_auc"]);
    }

    [Fact]
    public void An_alias_moves_and_its_history_says_who_and_why()
    {
        Store.Register(SampleRows.Version("m"));
        Store.Register(SampleRows.Version("m"));
        Advance(TimeSpan.FromMinutes(1));

        Store.SetAlias("m", ModelReference.Champion, 2, "anna", "better precision");
        Store.SetAlias("m", ModelReference.Champion, 2, "anna", "again");

        Assert.Equal(2, Store.Find(new ModelReference("m", ModelReference.Champion, null))!.Version);
        IReadOnlyList<AliasChange> history = Store.History("m", ModelReference.Champion);
        Assert.Equal([(1, 2, "anna"), ((int?)null, 1, history[1].Actor)], history.Select(c => (c.From, c.To, c.Actor)));
        Assert.Equal("better precision", history[0].Reason);
        Assert.Equal(TimeSpan.FromMinutes(1), history[0].At - history[1].At);
    }

    [Fact]
    public void A_promoted_version_no_longer_waits_as_challenger()
    {
        Store.Register(SampleRows.Version("m"));
        Store.Register(SampleRows.Version("m"));

        Store.SetAlias("m", ModelReference.Champion, 2, "anna", "");

        Assert.Null(Store.Find(new ModelReference("m", ModelReference.Challenger, null)));
    }

    [Fact]
    public void What_is_not_there_is_null_or_refused()
    {
        Store.Register(SampleRows.Version("m"));

        Assert.Null(Store.Find(new ModelReference("m", "unknown", null)));
        Assert.Null(Store.Find(new ModelReference("m", null, 2)));
        Assert.Null(Store.Find(new ModelReference("n", ModelReference.Champion, null)));
        Assert.Empty(Store.List("n"));
        Assert.Empty(Store.History("n", "champion"));
        Assert.Throws<KeyNotFoundException>(() => Store.SetAlias("m", ModelReference.Champion, 2, "anna", ""));
    }

    [Fact]
    public void Pages_of_names_and_the_newest_of_one()
    {
        foreach (string name in (string[])["c", "a", "b", "a", "a"])
        {
            Store.Register(SampleRows.Version(name));
        }

        Assert.Equal([3, 2], Store.Newest("a", 2).Select(v => v.Version));
        Assert.Empty(Store.Newest("d", 2));
        Page<string> first = Store.Names(0, 2);
        Assert.Equal(["a", "b"], first.Items);
        Assert.Equal(2, first.NextOffset);
        Page<string> last = Store.Names(2, 2);
        Assert.Equal(["c"], last.Items);
        Assert.Null(last.NextOffset);
    }

    [Fact]
    public void A_summary_says_of_each_name_who_serves_who_waits_and_how_many_there_are()
    {
        Assert.Empty(Store.Summaries());

        Store.Register(SampleRows.Version("m"));
        Store.Register(SampleRows.Version("m"));
        Store.Register(SampleRows.Version("m"), mayServe: false);
        Store.Register(SampleRows.Version("anomalies"), mayServe: false);

        Assert.Equal([new ModelSummary("anomalies", null, null, 1, 1), new ModelSummary("m", 1, 2, 3, 3)], Store.Summaries());
    }

    [Fact]
    public void Champions_are_those_that_can_be_scored_with()
    {
        Assert.Empty(Store.Champions());
        Assert.False(Store.HasVersion(null));

        Store.Register(SampleRows.Version("m"));
        Store.Register(SampleRows.Version("m") with { BundleDigest = "better" });
        Store.Register(SampleRows.Version("anomalies"), mayServe: false);
        Store.Register(SampleRows.Version("a"));
        Store.SetAlias("m", ModelReference.Champion, 2, "anna", "");

        Assert.Equal([("a", 1, "bundle"), ("m", 2, "better")], Store.Champions().Select(c => (c.Name, c.Version, c.BundleDigest)));
        Assert.Equal(Store.Find(new ModelReference("m", null, 1))!.CreatedAt, Store.Champions()[1].ModelSince);
        Assert.True(Store.HasVersion("anomalies"));
        Assert.True(Store.HasVersion(null));
        Assert.False(Store.HasVersion("n"));
    }

    // The detector's text is the largest part of a version: whoever reads the versions themselves holds all of them.
    [Fact]
    public void Asking_for_champions_costs_the_same_with_many_versions()
    {
        string yaml = new('x', 100_000);
        for (int i = 0; i < 100; i++)
        {
            Store.Register(SampleRows.Version("m") with { DetectorYaml = yaml });
        }

        Assert.Equal("bundle", Assert.Single(Store.Champions()).BundleDigest);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Store.Champions();
        Store.HasVersion("m");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Versions_registered_at_once_get_numbers_of_their_own()
    {
        Parallel.For(0, 20, _ => Store.Register(SampleRows.Version("m")));

        Assert.Equal(Enumerable.Range(1, 20).Reverse(), Store.List("m").Select(v => v.Version));
    }
}
