using Hamf.Adapters.Relational;
using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Search;

namespace Hamf.Adapters.Tests.Relational;

/// <summary>What every registry does, on any database: searches.</summary>
public abstract class RegistrySearchSuite
{
    protected abstract RegistryStore Store { get; }

    protected abstract void Advance(TimeSpan by);

    [Theory]
    [InlineData("", "RM1,RM2,RM3,RM4,RM4A,RM4ab")]
    [InlineData("name = 'RM1'", "RM1")]
    [InlineData("name = 'rm1'", "")]
    [InlineData("name != 'RM1'", "RM2,RM3,RM4,RM4A,RM4ab")]
    [InlineData("name LIKE 'RM4A%'", "RM4A")]
    [InlineData("name ilike '%m4a%'", "RM4A,RM4ab")]
    [InlineData("name LIKE '_M1'", "RM1")]
    [InlineData("name LIKE 'RM4A%' and name LIKE '%b'", "")]
    [InlineData("tags.team = 'risk'", "RM1,RM3")]
    [InlineData("tags.team != 'risk'", "RM2")]
    [InlineData("tag.team ILIKE 'R%' AND name != 'RM1'", "RM3")]
    [InlineData("tags.Team = 'risk'", "")]
    public void Finds_models(string filter, string names)
    {
        foreach (string name in (string[])["RM4ab", "RM4A", "RM4", "RM3", "RM2", "RM1"])
        {
            Store.CreateModel(name, null, name switch
            {
                "RM1" or "RM3" => [KeyValuePair.Create("team", "risk"), KeyValuePair.Create("x", "1")],
                "RM2" => [KeyValuePair.Create("team", "sales")],
                _ => [],
            });
        }

        Assert.Equal(names, string.Join(',', Models(filter, []).Items.Select(m => m.Name)));
    }

    [Fact]
    public void A_page_of_many_models_is_complete_whatever_they_are_called()
    {
        string[] names = [.. Enumerable.Range(0, 120).Select(i => $"{i:000} \"quoted\" 'single' \\back, [list] ä€😀")];
        foreach (string name in names)
        {
            Store.CreateModel(name, null, [KeyValuePair.Create("of", name)]);
            MakeVersion(name);
            MakeVersion(name);
            Store.SetAlias(name, "old", 1, "test", "");
            Store.SetAlias(name, "new", 2, "test", "");
            Store.MoveVersion(name, 1, VersionStage.Archived, archiveOthers: false, "test");
        }

        IReadOnlyList<RegisteredModel> found = Store.SearchModels(new SearchQuery { Max = 1_000 }).Items;

        Assert.Equal(names, found.Select(m => m.Name));
        Assert.All(found, m => Assert.Equal([KeyValuePair.Create("of", m.Name)], m.Tags));
        Assert.All(found, m => Assert.Equal([KeyValuePair.Create("new", 2), KeyValuePair.Create("old", 1)], m.Aliases));
        Assert.All(found, m => Assert.Equal(["2: new", "1: old"], m.LatestVersions.Select(v => $"{v.Version}: {string.Join(',', v.Aliases)}")));
    }

    [Theory]
    [InlineData("", "C2,A2,C1,B1,A1")]
    [InlineData("name DESC", "C2,C1,B1,A2,A1")]
    [InlineData("name", "A2,A1,B1,C2,C1")]
    [InlineData("version_number DESC", "A2,C2,A1,B1,C1")]
    [InlineData("creation_timestamp", "A1,B1,C1,A2,C2")]
    [InlineData("version_number ASC,creation_timestamp DESC", "C1,B1,A1,C2,A2")]
    public void Orders_versions(string order, string versions)
    {
        foreach (string name in (string[])["A", "B", "C", "A", "C"])
        {
            Advance(TimeSpan.FromMilliseconds(1));
            MakeVersion(name);
        }

        IReadOnlyList<RegisteredVersion> found = Versions("", order.Length == 0 ? [] : order.Split(',')).Items;

        Assert.Equal(versions, string.Join(',', found.Select(v => $"{v.Name}{v.Version}")));
    }

    [Theory]
    [InlineData("name = 'm'", "3,2,1")]
    [InlineData("version_number = 2", "2")]
    [InlineData("version_number <= 2", "2,1")]
    [InlineData("version_number > 1 and run_id = 'r2'", "3,2")]
    [InlineData("run_id IN ('r1', 'r3')", "1")]
    [InlineData("run_id LIKE 'r%'", "3,2,1")]
    [InlineData("source_path = 's3://b/3'", "3")]
    [InlineData("source_path = 's3://b'", "")]
    [InlineData("tags.k = 'v1'", "1")]
    [InlineData("tags.k != 'v1'", "3,2")]
    [InlineData("tags.k LIKE 'v%' AND tags.k != 'v2'", "3,1")]
    public void Finds_versions(string filter, string versions)
    {
        foreach ((int number, string run) in ((int, string)[])[(1, "r1"), (2, "r2"), (3, "r2"), (4, "r2")])
        {
            MakeVersion("m", $"s3://b/{number}", run, KeyValuePair.Create("k", $"v{number}"));
        }

        Store.DeleteVersion("m", 4, "anna");

        Assert.Equal(versions, string.Join(',', Versions(filter, []).Items.Select(v => v.Version)));
    }

    [Fact]
    public void A_change_brings_a_version_to_the_front()
    {
        MakeVersion("a");
        Advance(TimeSpan.FromSeconds(1));
        MakeVersion("b");
        Advance(TimeSpan.FromSeconds(1));
        Store.DescribeVersion("a", 1, "changed");

        Assert.Equal(["a", "b"], Versions("", []).Items.Select(v => v.Name));
        Assert.Equal(["b", "a"], Versions("", ["last_updated_timestamp ASC"]).Items.Select(v => v.Name));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(100)]
    public void Pages_join_to_the_whole_without_gap_or_double(int size)
    {
        for (int i = 0; i < 20; i++)
        {
            Store.CreateModel($"m{i:00}", null, [KeyValuePair.Create("t", "x")]);
            Store.CreateVersion(new NewVersion { Name = $"m{i:00}", Source = "s3://b", StorageLocation = "s3://b" });
        }

        List<string> models = [];
        for (long? at = 0; at is { } offset;)
        {
            Page<RegisteredModel> page = Models("tags.t = 'x'", ["last_updated_timestamp DESC"], size, offset);
            models.AddRange(page.Items.Select(m => m.Name));
            Assert.True(page.Items.Count == size || page.NextOffset is null);
            at = page.NextOffset;
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"m{i:00}"), models);
        Assert.Null(Versions("", [], 20).NextOffset);
        Assert.Equal(19, Versions("", [], 19).NextOffset);
    }

    [Theory]
    [InlineData("", "model")]
    [InlineData("tags.fruit = 'apple'", "model")]
    [InlineData("name = 'prompt'", "")]
    [InlineData("tags.`mlflow.prompt.is_prompt` = 'false'", "model")]
    [InlineData("tags.`mlflow.prompt.is_prompt` != 'true'", "model")]
    [InlineData("tags.`mlflow.prompt.is_prompt` = 'true'", "other,prompt")]
    [InlineData("tags.`mlflow.prompt.is_prompt` = 'true' and tags.fruit = 'apple'", "prompt")]
    [InlineData("tags.`mlflow.prompt.is_prompt` = 'true' and name = 'other'", "other")]
    public void Prompts_are_shown_to_who_asks_for_them(string filter, string names)
    {
        KeyValuePair<string, string> isPrompt = KeyValuePair.Create(Prompts.Tag, "true");
        KeyValuePair<string, string> fruit = KeyValuePair.Create("fruit", "apple");
        foreach ((string name, KeyValuePair<string, string>[] tags) in ((string, KeyValuePair<string, string>[])[])
        [
            ("model", [fruit]), ("prompt", [isPrompt, fruit]), ("other", [isPrompt]),
        ])
        {
            Store.CreateModel(name, null, tags);
            Store.CreateVersion(new NewVersion { Name = name, Source = "s3://b", StorageLocation = "s3://b", Tags = tags });
        }

        Assert.Equal(names, string.Join(',', Models(filter, []).Items.Select(m => m.Name)));
        Assert.Equal(names, string.Join(',', Versions(filter, ["name"]).Items.Select(v => v.Name)));
    }

    private Page<RegisteredModel> Models(string filter, string[] order, int max = 100, long offset = 0) => Store.SearchModels(new SearchQuery
    {
        Filter = FilterGrammar.ReadFilter(filter, SearchTarget.RegisteredModels),
        Order = FilterGrammar.ReadOrder(order, SearchTarget.RegisteredModels),
        Max = max,
        Offset = offset,
    });

    private Page<RegisteredVersion> Versions(string filter, string[] order, int max = 100) => Store.SearchVersions(new SearchQuery
    {
        Filter = FilterGrammar.ReadFilter(filter, SearchTarget.ModelVersions),
        Order = FilterGrammar.ReadOrder(order, SearchTarget.ModelVersions),
        Max = max,
    });

    private void MakeVersion(string name, string source = "s3://b", string run = "r", params KeyValuePair<string, string>[] tags)
    {
        if (Store.FindModel(name) is null)
        {
            Store.CreateModel(name, null, []);
        }

        Store.CreateVersion(new NewVersion { Name = name, Source = source, StorageLocation = source, RunId = run, Tags = tags });
    }
}
