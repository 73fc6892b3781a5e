using System.Text.Json;
using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every registry does, on any database: aliases, stages, and the two doors to the same rows.</summary>
public abstract class RegistryAliasSuite
{
    protected abstract RegistryStore Store { get; }

    protected abstract ModelStore Models { get; }

    protected abstract RunStore Runs { get; }

    [Fact]
    public void An_alias_points_at_one_version_and_a_version_may_have_many()
    {
        MakeVersions("m", 2);

        Store.SetAlias("m", "best", 1, "anna", "");
        Store.SetAlias("m", "test", 2, "anna", "");
        Store.SetAlias("m", "best", 2, "bert", "better");

        Assert.Equal(["best", "test"], Store.FindVersion("m", "best")!.Aliases);
        Assert.Empty(Store.FindVersion("m", 1)!.Aliases);
        Assert.Equal([KeyValuePair.Create("best", 2), KeyValuePair.Create("test", 2)], Store.FindModel("m")!.Aliases);
        Assert.Null(Store.FindVersion("m", "nobody"));
        Assert.Equal([(1, 2, "bert"), ((int?)null, 1, "anna")], Models.History("m", "best").Select(c => (c.From, c.To, c.Actor)));
    }

    [Fact]
    public void Aliases_go_with_their_version_and_their_history_says_so()
    {
        MakeVersions("m", 2);
        Store.SetAlias("m", "best", 2, "anna", "");
        Store.SetAlias("m", "other", 1, "anna", "");

        Store.DeleteVersion("m", 2, "bert");

        Assert.Equal(KeyValuePair.Create("other", 1), Assert.Single(Store.FindModel("m")!.Aliases));
        Assert.Null(Store.FindVersion("m", "best"));
        AliasChange last = Models.History("m", "best")[0];
        Assert.Equal((2, null, "bert"), (last.From, last.To, last.Actor));
        Assert.Contains("deleted", last.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_happens_when_an_alias_may_not_be_lost()
    {
        MakeVersions("m", 2);
        Store.SetAlias("m", "best", 2, "anna", "");
        Store.SetAlias("m", "other", 1, "anna", "");
        List<string> asked = [];

        Assert.Throws<InvalidOperationException>(() => Store.DeleteVersion("m", 2, "bert", Refuse));
        Assert.Throws<InvalidOperationException>(() => Store.DeleteModel("m", "bert", Refuse));
        Assert.Throws<InvalidOperationException>(() => Store.RenameModel("m", "n", Refuse));

        Assert.Equal(["best", "best", "best"], asked);
        Assert.Equal([KeyValuePair.Create("best", 2), KeyValuePair.Create("other", 1)], Store.FindModel("m")!.Aliases);
        Assert.Equal(2, Store.FindVersion("m", 2)!.Version);
        Assert.Single(Models.History("m", "best"));
        Store.DeleteVersion("m", 1, "bert", asked.Add);
        Assert.Equal("other", asked[^1]);

        void Refuse(string alias)
        {
            asked.Add(alias);
            throw new InvalidOperationException(alias);
        }
    }

    [Fact]
    public void An_alias_is_taken_away_once()
    {
        MakeVersions("m", 1);
        Store.SetAlias("m", "best", 1, "anna", "");

        Store.DeleteAlias("m", "best", "bert");
        Store.DeleteAlias("m", "best", "bert");

        Assert.Empty(Store.FindModel("m")!.Aliases);
        Assert.Equal([(1, null), ((int?)null, 1)], Models.History("m", "best").Select(c => (c.From, c.To)));
    }

    [Fact]
    public void A_move_keeps_what_was_known_of_both_versions()
    {
        Models.Register(SampleRows.Version("m") with { RunId = "r1", Metrics = new Dictionary<string, double> { ["auc"] = 0.5, ["odd"] = double.NaN } });
        Models.Register(SampleRows.Version("m") with { RunId = "r2", Metrics = new Dictionary<string, double> { ["auc"] = 0.75 } });

        Models.SetAlias("m", ModelReference.Champion, 2, "anna", "");
        Store.DeleteAlias("m", ModelReference.Champion, "bert");

        IReadOnlyList<AliasChange> history = Models.History("m", ModelReference.Champion);
        JsonElement moved = JsonDocument.Parse(history[1].Evidence!).RootElement;
        Assert.Equal((1, "r1"), (moved.GetProperty("from").GetProperty("version").GetInt32(), moved.GetProperty("from").GetProperty("run_id").GetString()));
        Assert.Equal(0.5, moved.GetProperty("from").GetProperty("metrics").GetProperty("auc").GetDouble());
        Assert.Equal("NaN", moved.GetProperty("from").GetProperty("metrics").GetProperty("odd").GetString());
        Assert.Equal(0.75, moved.GetProperty("to").GetProperty("metrics").GetProperty("auc").GetDouble());
        JsonElement removed = JsonDocument.Parse(history[0].Evidence!).RootElement;
        Assert.Equal(2, removed.GetProperty("from").GetProperty("version").GetInt32());
        Assert.False(removed.TryGetProperty("to", out _));
    }

    [Fact]
    public void The_champion_is_one_whichever_door_it_is_set_through()
    {
        Models.Register(SampleRows.Version("m"));
        Models.Register(SampleRows.Version("m"));

        Store.SetAlias("m", ModelReference.Champion, 2, "mlflow", "");
        Assert.Equal(2, Models.Find(new ModelReference("m", ModelReference.Champion, null))!.Version);
        Models.SetAlias("m", ModelReference.Champion, 1, "anna", "");
        Assert.Equal(1, Store.FindVersion("m", ModelReference.Champion)!.Version);
    }

    [Fact]
    public void A_champion_without_bundle_is_none_that_serves_until_it_is_adopted()
    {
        Models.Register(SampleRows.Version("m"));
        Store.CreateVersion(Version("m"));

        Store.SetAlias("m", ModelReference.Champion, 2, "mlflow", "");
        ModelVersion? before = Models.Find(new ModelReference("m", ModelReference.Champion, null));
        int[] listed = [.. Models.List("m").Select(v => v.Version)];
        Store.MarkUnreadable("m", 2, "it is a pickle of class X");
        string? why = Store.FindVersion("m", 2)!.Unreadable;
        Store.Adopt("m", 2, "digest", "name: m");

        Assert.Null(before);
        Assert.Equal([1], listed);
        Assert.Equal("it is a pickle of class X", why);
        ModelVersion after = Models.Find(new ModelReference("m", ModelReference.Champion, null))!;
        Assert.Equal((2, "digest", "name: m"), (after.Version, after.BundleDigest, after.DetectorYaml));
        Assert.Null(Store.FindVersion("m", 2)!.Unreadable);
        Assert.Equal(3, Models.Register(SampleRows.Version("m")).Version);
    }

    [Fact]
    public void A_trained_version_says_where_its_files_are()
    {
        string run = Runs.Start("fraud", "first");
        Models.Register(SampleRows.Version("m") with { RunId = run });

        RegisteredVersion version = Store.FindVersion("m", 1)!;

        Assert.Equal(($"runs:/{run}/model", run), (version.Source, version.RunId));
        Assert.Matches($"^mlflow-artifacts:/[1-9][0-9]*/{run}/artifacts/model$", version.StorageLocation);
        Assert.Equal("bundle", version.BundleDigest);
        Assert.Equal(["champion"], version.Aliases);
    }

    [Fact]
    public void Stages_move_and_archive_those_who_were_there()
    {
        MakeVersions("m", 3);
        Store.MoveVersion("m", 1, VersionStage.Staging, false, "anna");
        Store.MoveVersion("m", 2, VersionStage.Production, false, "anna");

        RegisteredVersion third = Store.MoveVersion("m", 3, VersionStage.Staging, true, "anna");

        Assert.Equal([VersionStage.Archived, VersionStage.Production, VersionStage.Staging], Enumerable.Range(1, 3).Select(v => Store.FindVersion("m", v)!.Stage));
        Assert.Equal(third.UpdatedMs, Store.FindVersion("m", 1)!.UpdatedMs);
        Assert.All([VersionStage.None, VersionStage.Archived], stage =>
            Assert.Equal(RegistryError.InvalidParameterValue, Assert.Throws<RegistryException>(() => Store.MoveVersion("m", 1, stage, true, "anna")).Error));
        Store.MoveVersion("m", 3, VersionStage.None, false, "anna");
        Assert.Equal(VersionStage.None, Store.FindVersion("m", 3)!.Stage);
    }

    [Fact]
    public void The_newest_of_each_stage_is_known()
    {
        MakeVersions("m", 5);
        Store.MoveVersion("m", 2, VersionStage.Production, false, "anna");
        Store.MoveVersion("m", 3, VersionStage.Production, false, "anna");
        Store.MoveVersion("m", 5, VersionStage.Staging, false, "anna");

        Assert.Equal([("None", 4), ("Staging", 5), ("Production", 3)], Store.FindModel("m")!.LatestVersions.Select(v => (v.Stage.ToString(), v.Version)));
        Assert.Equal([4, 3], Store.LatestVersions("m", [VersionStage.Production, VersionStage.None, VersionStage.Archived]).Select(v => v.Version));
        Store.DeleteVersion("m", 3, "anna");
        Assert.Equal([2], Store.LatestVersions("m", [VersionStage.Production]).Select(v => v.Version));
    }

    private void MakeVersions(string name, int count)
    {
        Store.CreateModel(name, null, []);
        for (int i = 0; i < count; i++)
        {
            Store.CreateVersion(Version(name));
        }
    }

    private static NewVersion Version(string name) => new() { Name = name, Source = "s3://bucket/model", StorageLocation = "s3://bucket/model" };
}
