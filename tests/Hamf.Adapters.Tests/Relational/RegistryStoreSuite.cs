using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every registry does, on any database: models, versions and tags.</summary>
public abstract class RegistryStoreSuite
{
    protected abstract RegistryStore Store { get; }

    protected abstract ModelStore Models { get; }

    protected abstract void Advance(TimeSpan by);

    [Fact]
    public void Returns_a_model_as_it_was_made()
    {
        RegisteredModel made = Store.CreateModel("my model", "the best", [Tag("b", "2"), Tag("a", ""), Tag("b", "3")]);

        RegisteredModel found = Store.FindModel("my model")!;

        Assert.Equal(("my model", "the best"), (found.Name, found.Description));
        Assert.Equal([Tag("a", ""), Tag("b", "3")], found.Tags);
        Assert.Equal((made.CreatedMs, made.CreatedMs), (found.CreatedMs, found.UpdatedMs));
        Assert.Empty(found.LatestVersions);
        Assert.Empty(found.Aliases);
        Assert.Null(Store.FindModel("My Model"));
    }

    [Theory]
    [InlineData(false, false, "Registered Model (name=x) already exists")]
    [InlineData(true, true, "Prompt (name=x) already exists")]
    [InlineData(false, true, "Tried to create a prompt with name 'x', but the name is already taken by a registered model.")]
    [InlineData(true, false, "Tried to create a registered model with name 'x', but the name is already taken by a prompt.")]
    public void A_name_is_taken_once(bool firstIsPrompt, bool secondIsPrompt, string message)
    {
        KeyValuePair<string, string>[] prompt = [Tag(Prompts.Tag, "true")];
        Store.CreateModel("x", null, firstIsPrompt ? prompt : []);

        RegistryException refusal = Assert.Throws<RegistryException>(() => Store.CreateModel("x", "other", secondIsPrompt ? prompt : []));

        Assert.Equal((RegistryError.ResourceAlreadyExists, message), (refusal.Error, refusal.Message));
        Assert.Null(Store.FindModel("x")!.Description);
    }

    [Fact]
    public void Numbers_rise_and_are_never_given_twice_while_the_name_lives()
    {
        Store.CreateModel("m", null, []);

        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => Store.CreateVersion(Version("m")).Version));
        Store.DeleteVersion("m", 3, "anna");
        Assert.Equal(4, Store.CreateVersion(Version("m")).Version);
        Store.DeleteModel("m", "anna");
        Store.CreateModel("m", null, []);
        Assert.Equal(1, Store.CreateVersion(Version("m")).Version);
    }

    [Fact]
    public void Versions_made_at_once_get_numbers_of_their_own()
    {
        Store.CreateModel("m", null, []);

        int[] numbers = new int[20];
        Parallel.For(0, 20, i => numbers[i] = Store.CreateVersion(Version("m")).Version);

        Assert.Equal(Enumerable.Range(1, 20), numbers.Order());
    }

    [Fact]
    public void Returns_a_version_as_it_was_made()
    {
        Store.CreateModel("m", null, []);
        Advance(TimeSpan.FromSeconds(1));
        RegisteredVersion made = Store.CreateVersion(new NewVersion
        {
            Name = "m",
            Source = "runs:/r1/model",
            StorageLocation = "mlflow-artifacts:/7/r1/artifacts/model",
            RunId = "r1",
            RunLink = "http://there/r1",
            ModelId = "m-1",
            Description = "ä€😀",
            UserId = "anna",
            Tags = [Tag("k", "v"), Tag("k", "w")],
        });

        RegisteredVersion found = Store.FindVersion("m", 1)!;

        Assert.Equivalent(made, found);
        Assert.Equal(("runs:/r1/model", "mlflow-artifacts:/7/r1/artifacts/model"), (found.Source, found.StorageLocation));
        Assert.Equal(("r1", "http://there/r1", "m-1", "ä€😀", "anna"), (found.RunId, found.RunLink, found.ModelId, found.Description, found.UserId));
        Assert.Equal(VersionStage.None, found.Stage);
        Assert.Equal(Tag("k", "w"), Assert.Single(found.Tags));
        Assert.Equal(made.CreatedMs, Store.FindModel("m")!.UpdatedMs);
        Assert.Null(Store.FindVersion("m", 2));
        Assert.Null(found.BundleDigest);
    }

    [Fact]
    public void A_renamed_model_keeps_everything_under_its_new_name()
    {
        Store.CreateModel("old", "d", [Tag("t", "1")]);
        Store.CreateVersion(Version("old") with { Tags = [Tag("k", "v")] });
        Store.CreateVersion(Version("old"));
        Store.SetAlias("old", "champion", 1, "anna", "why");
        Models.Register(SampleRows.Version("old") with { Metrics = new Dictionary<string, double> { ["auc"] = 0.5 } });
        Advance(TimeSpan.FromSeconds(1));

        RegisteredModel renamed = Store.RenameModel("old", "new");

        Assert.Equal(("new", "d"), (renamed.Name, renamed.Description));
        Assert.Equal(Tag("t", "1"), Assert.Single(renamed.Tags));
        Assert.Equal(["challenger", "champion"], renamed.Aliases.Select(a => a.Key));
        Assert.Equal(Tag("k", "v"), Assert.Single(Store.FindVersion("new", 1)!.Tags));
        Assert.Equal(0.5, Models.Find(new ModelReference("new", null, 3))!.Metrics["auc"]);
        Assert.Equal("why", Assert.Single(Models.History("new", "champion")).Reason);
        Assert.Null(Store.FindModel("old"));
        Assert.Null(Store.FindVersion("old", 1));
        Assert.Equal(4, Store.CreateVersion(Version("new")).Version);
    }

    [Fact]
    public void A_model_is_not_renamed_onto_another()
    {
        Store.CreateModel("a", null, []);
        Store.CreateModel("b", null, []);

        Assert.Equal(RegistryError.ResourceAlreadyExists, Assert.Throws<RegistryException>(() => Store.RenameModel("a", "b")).Error);
        Assert.Equal(RegistryError.ResourceDoesNotExist, Assert.Throws<RegistryException>(() => Store.RenameModel("c", "d")).Error);
        Assert.Equal("a", Store.RenameModel("a", "a").Name);
    }

    [Fact]
    public void A_deleted_model_takes_its_versions_with_it_and_leaves_the_history_of_its_aliases()
    {
        Store.CreateModel("m", null, [Tag("t", "1")]);
        Store.CreateVersion(Version("m") with { Tags = [Tag("k", "v")] });
        Models.Register(SampleRows.Version("m"));
        Store.SetAlias("m", "best", 2, "anna", "");

        Store.DeleteModel("m", "bert");

        Assert.Null(Store.FindModel("m"));
        Assert.Null(Store.FindVersion("m", 1));
        Assert.Empty(Models.List("m"));
        AliasChange last = Models.History("m", "best")[0];
        Assert.Equal((2, null, "bert"), (last.From, last.To, last.Actor));
        Assert.Equal(RegistryError.ResourceDoesNotExist, Assert.Throws<RegistryException>(() => Store.DeleteModel("m", "bert")).Error);
        Assert.Empty(Store.CreateModel("m", null, []).Tags);
    }

    [Fact]
    public void A_deleted_version_is_gone_with_what_it_scored_with()
    {
        Models.Register(SampleRows.Version("m") with { Metrics = new Dictionary<string, double> { ["auc"] = 0.5 } });
        Models.Register(SampleRows.Version("m"));

        Store.DeleteVersion("m", 1, "anna");

        Assert.Null(Store.FindVersion("m", 1));
        Assert.Null(Models.Find(new ModelReference("m", null, 1)));
        Assert.Equal([2], Models.List("m").Select(v => v.Version));
        Assert.Throws<KeyNotFoundException>(() => Models.SetAlias("m", "champion", 1, "anna", ""));
        foreach (Action call in (Action[])
        [
            () => Store.DeleteVersion("m", 1, "anna"), () => Store.DescribeVersion("m", 1, "x"), () => Store.SetVersionTag("m", 1, "k", "v"),
            () => Store.DeleteVersionTag("m", 1, "k"), () => Store.SetAlias("m", "a", 1, "anna", ""), () => Store.Adopt("m", 1, "d", "y"),
            () => Store.MarkUnreadable("m", 1, "x"), () => Store.MoveVersion("m", 1, VersionStage.Staging, false, "anna"),
        ])
        {
            RegistryException refusal = Assert.Throws<RegistryException>(call);
            Assert.Equal((RegistryError.ResourceDoesNotExist, "Model Version (name=m, version=1) not found"), (refusal.Error, refusal.Message));
        }
    }

    [Fact]
    public void Descriptions_and_tags_are_set_replaced_and_taken_away()
    {
        Store.CreateModel("m", null, []);
        Store.CreateVersion(Version("m"));
        Advance(TimeSpan.FromSeconds(5));

        Store.DescribeModel("m", "model");
        long changed = Store.FindModel("m")!.UpdatedMs;
        Advance(TimeSpan.FromSeconds(5));
        RegisteredVersion described = Store.DescribeVersion("m", 1, "version");
        Store.SetVersionTag("m", 1, "k", "v");
        Store.SetVersionTag("m", 1, "k", "w");
        Store.DeleteVersionTag("m", 1, "nothing");

        Assert.Equal("version", described.Description);
        Assert.Equal(described.UpdatedMs, changed + 5_000);
        Assert.Equal(changed, Store.FindModel("m")!.UpdatedMs);
        Assert.Equal(Tag("k", "w"), Assert.Single(Store.FindVersion("m", 1)!.Tags));
        Store.DeleteVersionTag("m", 1, "k");
        Assert.Empty(Store.FindVersion("m", 1)!.Tags);
        Store.SetModelTag("m", "a", "1");
        Store.SetModelTag("m", "a", "2");
        Assert.Equal(Tag("a", "2"), Assert.Single(Store.FindModel("m")!.Tags));
        Store.DeleteModelTag("m", "a");
        Store.DeleteModelTag("m", "a");
        Assert.Empty(Store.FindModel("m")!.Tags);
    }

    [Fact]
    public void Calls_on_a_model_that_is_not_there_say_so()
    {
        foreach (Action call in (Action[])
        [
            () => Store.DescribeModel("x", null), () => Store.SetModelTag("x", "k", "v"), () => Store.DeleteModelTag("x", "k"),
            () => Store.CreateVersion(Version("x")), () => Store.LatestVersions("x", []), () => Store.SetAlias("x", "a", 1, "anna", ""),
            () => Store.DeleteAlias("x", "a", "anna"),
        ])
        {
            RegistryException refusal = Assert.Throws<RegistryException>(call);
            Assert.Equal((RegistryError.ResourceDoesNotExist, "Registered Model with name=x not found"), (refusal.Error, refusal.Message));
        }
    }

    protected static KeyValuePair<string, string> Tag(string key, string value) => KeyValuePair.Create(key, value);

    protected static NewVersion Version(string name) => new() { Name = name, Source = "runs:/r/model", StorageLocation = "runs:/r/model", RunId = "r" };
}
