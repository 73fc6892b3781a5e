using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary><c>model-versions/search</c>.</summary>
public sealed class ModelVersionSearchTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Theory]
    [InlineData("", "3,2,1")]
    [InlineData("version_number = 2", "2")]
    [InlineData("version_number != 2", "3,1")]
    [InlineData("version_number >= 2", "3,2")]
    [InlineData("run_id = 'RUN_a'", "1")]
    [InlineData("run_id IN ('RUN_a', 'RUN_b')", "3,2,1")]
    [InlineData("run_id LIKE 'RUN_b%'", "3,2")]
    [InlineData("source_path = 's3://b/2'", "2")]
    [InlineData("source_path = 's3://b'", "")]
    [InlineData("tags.color = 'red'", "3,1")]
    [InlineData("tag.`color` != 'red'", "2")]
    [InlineData("tags.color ILIKE 'R%' AND version_number < 3", "1")]
    [InlineData("tags.Color = 'red'", "")]
    public async Task Finds(string filter, string versions)
    {
        string name = await server.NewModelAsync();
        string run = Guid.NewGuid().ToString("N");
        foreach ((string suffix, string color, int number) in ((string, string, int)[])[("a", "red", 1), ("b", "blue", 2), ("b", "red", 3), ("b", "red", 4)])
        {
            object[] tags = [new { key = "color", value = color }];
            (await server.PostAsync("model-versions/create", new { name, source = $"s3://b/{number}", run_id = run + suffix, tags })).Ok();
        }

        (await server.DeleteAsync("model-versions/delete", new { name, version = "4" })).Ok();
        string whole = $"name = '{name}'" + (filter.Length == 0 ? "" : " AND " + filter.Replace("RUN_", run, StringComparison.Ordinal));

        Assert.Equal(versions, (await SearchAsync(("filter", whole))).Each("model_versions", "version"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(12)]
    public async Task Pages_join_to_the_whole_newest_change_first(int max)
    {
        string name = await server.NewModelAsync();
        for (int i = 0; i < 12; i++)
        {
            await server.NewVersionAsync(name);
        }

        List<string> found = [];
        string token = string.Empty;
        do
        {
            JsonElement page = await SearchAsync(("filter", $"name = '{name}'"), ("max_results", $"{max}"), ("page_token", token));
            found.AddRange(page.GetProperty("model_versions").EnumerateArray().Select(v => v.Text("version")));
            token = page.TryGetProperty("next_page_token", out JsonElement next) ? next.GetString()! : string.Empty;
        }
        while (token.Length > 0);

        Assert.Equal(Enumerable.Range(1, 12).Reverse().Select(i => $"{i}"), found);
    }

    [Theory]
    [InlineData("name DESC", "B2,B1,A2,A1")]
    [InlineData("name ASC", "A2,A1,B2,B1")]
    [InlineData("version_number DESC", "A2,B2,A1,B1")]
    public async Task Orders(string order, string expected)
    {
        string suffix = Guid.NewGuid().ToString("N");
        foreach (string letter in (string[])["A", "B"])
        {
            (await server.PostAsync("registered-models/create", new { name = letter + suffix })).Ok();
        }

        foreach (string letter in (string[])["A", "B", "A", "B"])
        {
            await server.NewVersionAsync(letter + suffix);
        }

        JsonElement page = await SearchAsync(("filter", $"name LIKE '%{suffix}'"), ("order_by", order));

        Assert.Equal(expected, string.Join(',', page.GetProperty("model_versions").EnumerateArray().Select(v => v.Text("name")[..1] + v.Text("version"))));
    }

    [Theory]
    [InlineData("max_results=0", "Invalid value for max_results")]
    [InlineData("max_results=200001&page_token=evilhax", "Invalid value for max_results.")]
    [InlineData("page_token=evilhax", "Invalid page token, could not base64-decode")]
    [InlineData("filter=version%20%3D%201", "Invalid attribute key 'version' specified")]
    [InlineData("filter=run_id%20IN%20(1,2,3)", "While parsing a list in the query, expected string value, punctuation, or whitespace, but got different type in list")]
    [InlineData("filter=run_id%20IN%20()", "expected a non-empty list of string values, but got empty list")]
    [InlineData("filter=run_id%20IN%20(,)", "but got ill-formed list")]
    [InlineData("filter=run_id%20IN", "Invalid clause(s) in filter string")]
    [InlineData("filter=name%20LIKE", "Invalid clause(s) in filter string")]
    [InlineData("order_by=name%20ASC&order_by=run_id%20DESC", "Invalid attribute key 'run_id' specified")]
    [InlineData("order_by=last_updated_timestamp%20DESC%20blah", "Invalid order_by clause")]
    public async Task Refuses(string query, string part) =>
        (await server.GetAsync("model-versions/search?" + query)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    [Fact]
    public async Task A_version_that_Hamf_made_is_found_with_its_source()
    {
        string run = server.Home.Runs.Start("search test", "r");
        string name = $"trained {run}";
        server.Home.Models.Register(new Hamf.Pipeline.Registry.ModelVersion
        {
            Name = name,
            Version = 0,
            CreatedAt = default,
            RunId = run,
            BundleDigest = "bundle",
            DetectorYaml = "name: x",
        });

        JsonElement found = Assert.Single((await SearchAsync(("filter", $"run_id = '{run}'"))).GetProperty("model_versions").EnumerateArray());

        Assert.Equal((name, "1", $"runs:/{run}/model"), (found.Text("name"), found.Text("version"), found.Text("source")));
        Assert.Equal("champion=1", (await server.ModelAsync(name)).Pairs("aliases", "alias", "version"));
        Assert.Equal($"{server.Home.Tracking.FindRun(run)!.ArtifactUri}/model", server.Home.Registry.FindVersion(name, 1)!.StorageLocation);
        Assert.Equal(
            $"runs:/{run}/model",
            (await server.GetAsync($"model-versions/get-download-uri?name={Uri.EscapeDataString(name)}&version=1")).Ok().Text("artifact_uri"));
    }

    private async Task<JsonElement> SearchAsync(params (string Name, string Value)[] fields) => (await server.GetAsync(
        "model-versions/search?" + string.Join('&', fields.Where(f => f.Value.Length > 0).Select(f => $"{f.Name}={Uri.EscapeDataString(f.Value)}")))).Ok();
}
