using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Mlflow.Tests;

/// <summary><c>registered-models/alias</c>.</summary>
public sealed class AliasTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Sets_shows_and_takes_away_an_alias()
    {
        string name = await ModelAsync(2);

        Assert.Equal("{}", (await SetAsync(name, "test_alias", "2")).Ok().GetRawText());
        (await SetAsync(name, "other", "2")).Ok();

        JsonElement version = await server.VersionAsync(name, "2");
        Assert.Equal(["other", "test_alias"], version.GetProperty("aliases").EnumerateArray().Select(a => a.GetString()));
        Assert.Equal("other=2,test_alias=2", (await server.ModelAsync(name)).Pairs("aliases", "alias", "version"));
        Assert.Equal(version.GetRawText(), (await GetAsync(name, "test_alias")).Ok().GetProperty("model_version").GetRawText());
        Assert.False((await server.VersionAsync(name, "1")).TryGetProperty("aliases", out _));
        (await server.DeleteAsync("registered-models/alias", new { name, alias = "test_alias" })).Ok();
        (await server.DeleteAsync("registered-models/alias", new { name, alias = "test_alias" })).Ok();
        (await GetAsync(name, "test_alias")).Refused(400, "INVALID_PARAMETER_VALUE", "Registered model alias test_alias not found.");
    }

    [Fact]
    public async Task An_alias_points_at_one_version()
    {
        string name = await ModelAsync(2);

        (await SetAsync(name, "best", "1")).Ok();
        (await SetAsync(name, "best", "2")).Ok();

        Assert.Equal("best=2", (await server.ModelAsync(name)).Pairs("aliases", "alias", "version"));
    }

    [Fact]
    public async Task Aliases_go_with_their_version()
    {
        string name = await ModelAsync(2);
        (await SetAsync(name, "best", "1")).Ok();
        (await SetAsync(name, "other", "2")).Ok();

        (await server.DeleteAsync("model-versions/delete", new { name, version = "1" })).Ok();

        // MLflow's own server goes on listing best -> 1 here.
        Assert.Equal("other=2", (await server.ModelAsync(name)).Pairs("aliases", "alias", "version"));
        (await GetAsync(name, "best")).Refused(400, "INVALID_PARAMETER_VALUE", "Registered model alias best not found.");
    }

    [Theory]
    [InlineData("", "Missing value for required parameter 'alias'")]
    [InlineData("a b", "alias name")]
    [InlineData("a.b", "alias name")]
    [InlineData("a/b", "alias name")]
    [InlineData("a@b", "alias name")]
    [InlineData("a\n", "alias name")]
    [InlineData("ä", "alias name")]
    [InlineData("latest", "reserved")]
    [InlineData("LaTest", "reserved")]
    [InlineData("v1", "reserved")]
    [InlineData("V12", "reserved")]
    public async Task Some_names_are_no_aliases(string alias, string part)
    {
        string name = await ModelAsync(1);

        (await SetAsync(name, alias, "1")).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("A-1_b")]
    [InlineData("v")]
    [InlineData("v1a")]
    [InlineData("latest1")]
    [InlineData("1")]
    public async Task Others_are(string alias)
    {
        string name = await ModelAsync(1);

        (await SetAsync(name, alias, "1")).Ok();

        Assert.Equal("1", (await GetAsync(name, alias)).Ok().GetProperty("model_version").Text("version"));
    }

    [Fact]
    public async Task An_alias_has_a_longest_name()
    {
        string name = await ModelAsync(1);

        (await SetAsync(name, new string('a', 255), "1")).Ok();
        (await SetAsync(name, new string('a', 256), "1")).Refused(400, "INVALID_PARAMETER_VALUE", "alias name");
    }

    [Fact]
    public async Task The_word_latest_means_the_newest_version()
    {
        string name = await ModelAsync(3);
        (await server.PostAsync("model-versions/transition-stage", new { name, version = "3", stage = "Archived", archive_existing_versions = false })).Ok();

        Assert.Equal("3", (await GetAsync(name, "Latest")).Ok().GetProperty("model_version").Text("version"));
        (await GetAsync(await server.NewModelAsync(), "latest")).Refused(400, "INVALID_PARAMETER_VALUE", "alias latest not found");
    }

    [Fact]
    public async Task A_move_is_written_down_with_who_and_what_was_known()
    {
        string run = server.Home.Runs.Start("alias test", "r");
        server.Home.Runs.Log(run, new Dictionary<string, string>(), new Dictionary<string, double> { ["auc"] = 0.75 }, new Dictionary<string, string>());
        string name = await server.NewModelAsync();
        await server.NewVersionAsync(name, $"runs:/{run}/model", run);
        await server.NewVersionAsync(name);

        (await SetAsync(name, "best", "1")).Ok();
        (await SetAsync(name, "best", "2")).Ok();
        (await server.DeleteAsync("registered-models/alias", new { name, alias = "best" })).Ok();

        IReadOnlyList<AliasChange> history = server.Home.Models.History(name, "best");
        Assert.Equal([(2, null, "api"), (1, 2, "api"), ((int?)null, 1, "api")], history.Select(c => (c.From, c.To, c.Actor)));
        JsonElement known = JsonDocument.Parse(history[1].Evidence!).RootElement.GetProperty("from");
        Assert.Equal((run, 0.75), (known.Text("run_id"), known.GetProperty("metrics").GetProperty("auc").GetDouble()));
    }

    private async Task<string> ModelAsync(int versions)
    {
        string name = await server.NewModelAsync();
        for (int i = 0; i < versions; i++)
        {
            await server.NewVersionAsync(name);
        }

        return name;
    }

    private Task<MlflowAnswer> SetAsync(string name, string alias, string version) => server.PostAsync("registered-models/alias", new { name, alias, version });

    private Task<MlflowAnswer> GetAsync(string name, string alias) =>
        server.GetAsync($"registered-models/alias?name={Uri.EscapeDataString(name)}&alias={Uri.EscapeDataString(alias)}");
}
