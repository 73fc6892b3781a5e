using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>The routes <c>model-versions/*</c> but for sources, searches and stages.</summary>
public sealed class ModelVersionTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    public static TheoryData<string, string, string> CallsOnAVersion => new()
    {
        { "GET", "model-versions/get", "{}" },
        { "GET", "model-versions/get-download-uri", "{}" },
        { "PATCH", "model-versions/update", """{"description":"d"}""" },
        { "POST", "model-versions/transition-stage", """{"stage":"Staging","archive_existing_versions":false}""" },
        { "DELETE", "model-versions/delete", "{}" },
        { "POST", "model-versions/set-tag", """{"key":"k","value":"v"}""" },
        { "DELETE", "model-versions/delete-tag", """{"key":"k"}""" },
        { "POST", "registered-models/alias", """{"alias":"best"}""" },
    };

    [Fact]
    public async Task Creates_a_version_and_shows_it()
    {
        string name = await server.NewModelAsync();
        object[] tags = [new { key = "k", value = "v" }, new { key = "another key", value = "" }];

        JsonElement made = (await server.PostAsync("model-versions/create", new
        {
            name,
            source = "runs:/run_id/model",
            run_id = "run_id",
            run_link = "http://localhost:3000/path/to/run/",
            description = "first",
            tags,
        })).Ok().GetProperty("model_version");

        JsonElement version = await server.VersionAsync(name, "1");
        Assert.Equal(made.GetRawText(), version.GetRawText());
        Assert.Equal((name, "1", "None", "READY"), (version.Text("name"), version.Text("version"), version.Text("current_stage"), version.Text("status")));
        Assert.Equal(("runs:/run_id/model", "run_id", "first"), (version.Text("source"), version.Text("run_id"), version.Text("description")));
        Assert.Equal("http://localhost:3000/path/to/run/", version.Text("run_link"));
        Assert.Equal("another key=,k=v", version.Pairs("tags"));
        Assert.Equal(JsonValueKind.Number, version.GetProperty("creation_timestamp").ValueKind);
        JsonElement model = await server.ModelAsync(name);
        Assert.Equal(version.GetRawText(), Assert.Single(model.GetProperty("latest_versions").EnumerateArray()).GetRawText());
        Assert.Equal(version.GetProperty("creation_timestamp").GetInt64(), model.GetProperty("last_updated_timestamp").GetInt64());
    }

    [Theory]
    [InlineData("""{"source":"s3://b/m"}""", "Missing value for required parameter 'name'")]
    [InlineData("""{"name":"x"}""", "Missing value for required parameter 'source'")]
    [InlineData("""{"name":"x","source":""}""", "Missing value for required parameter 'source'")]
    [InlineData("""{"name":"x","source":5}""", "for parameter 'source' supplied")]
    [InlineData("""{"name":"x","source":"s3://b/m","run_id":5}""", "for parameter 'run_id' supplied")]
    [InlineData("""{"name":"x","source":"s3://b/m","tags":5}""", "for parameter 'tags' supplied")]
    [InlineData("""{"name":"x","source":"s3://b/m","tags":[{"key":""}]}""", "Missing value for required parameter 'tags[0].key'")]
    [InlineData("""{"name":"x","source":"s3://b/m","description":5}""", "for parameter 'description' supplied")]
    [InlineData("""{"name":"x","source":"models:/x/9"}""", "Unable to fetch model from model URI source artifact location")]
    [InlineData("""{"name":"x","source":"models:/x"}""", "models:/x")]
    public async Task Refuses_to_create(string body, string part) =>
        (await server.SendTextAsync(HttpMethod.Post, "model-versions/create", body)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    [Fact]
    public async Task A_logged_model_that_is_not_there_is_404() =>
        (await server.PostAsync("model-versions/create", new { name = await server.NewModelAsync(), source = "models:/m-1", model_id = "m-1" }))
            .Refused(404, "RESOURCE_DOES_NOT_EXIST", "m-1");

    [Theory]
    [MemberData(nameof(CallsOnAVersion))]
    public async Task A_version_that_is_not_there_is_404(string method, string path, string body)
    {
        string name = await server.NewModelAsync();
        await server.NewVersionAsync(name);
        (await server.DeleteAsync("model-versions/delete", new { name, version = "1" })).Ok();

        foreach (string version in (string[])["1", "2", "99999999999", "-1"])
        {
            string shown = version == "99999999999" ? string.Empty : $"Model Version (name={name}, version={version}) not found";
            (await CallAsync(method, path, body, name, version)).Refused(404, "RESOURCE_DOES_NOT_EXIST", shown);
        }
    }

    [Theory]
    [MemberData(nameof(CallsOnAVersion))]
    public async Task A_version_is_a_whole_number(string method, string path, string body)
    {
        string name = await server.NewModelAsync();

        (await CallAsync(method, path, body, name, "something not correct")).Refused(
            400, "INVALID_PARAMETER_VALUE", "Parameter 'version' must be an integer, got 'something not correct'");
        (await CallAsync(method, path, body, name, "1.5")).Refused(400, "INVALID_PARAMETER_VALUE", "Parameter 'version' must be an integer");
        (await CallAsync(method, path, body, name, null)).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'version'");
    }

    [Fact]
    public async Task Numbers_are_not_given_twice()
    {
        string name = await server.NewModelAsync();

        Assert.Equal(["1", "2", "3"], [await server.NewVersionAsync(name), await server.NewVersionAsync(name), await server.NewVersionAsync(name)]);
        (await server.DeleteAsync("model-versions/delete", new { name, version = "3" })).Ok();
        (await server.DeleteAsync("model-versions/delete", new { name, version = "1" })).Ok();
        Assert.Equal("4", await server.NewVersionAsync(name));
    }

    [Fact]
    public async Task Updates_the_description_and_not_the_time_of_the_model()
    {
        string name = await server.NewModelAsync();
        await server.NewVersionAsync(name);
        long before = (await server.ModelAsync(name)).GetProperty("last_updated_timestamp").GetInt64();

        JsonElement updated = (await server.PatchAsync("model-versions/update", new { name, version = "1", description = "new" })).Ok().GetProperty("model_version");

        Assert.Equal("new", updated.Text("description"));
        Assert.Equal(before, (await server.ModelAsync(name)).GetProperty("last_updated_timestamp").GetInt64());
        (await server.PatchAsync("model-versions/update", new { name, version = 1 })).Ok();
        Assert.False((await server.VersionAsync(name, "1")).TryGetProperty("description", out _));
    }

    [Fact]
    public async Task Tags_are_set_replaced_and_taken_away()
    {
        string name = await server.NewModelAsync();
        await server.NewVersionAsync(name);

        (await server.PostAsync("model-versions/set-tag", new { name, version = "1", key = "k", value = "v" })).Ok();
        (await server.PostAsync("model-versions/set-tag", new { name, version = "1", key = "k", value = "" })).Ok();
        (await server.PostAsync("model-versions/set-tag", new { name, version = "1", key = "a", value = "1" })).Ok();
        string all = (await server.VersionAsync(name, "1")).Pairs("tags");
        (await server.DeleteAsync("model-versions/delete-tag", new { name, version = "1", key = "a" })).Ok();
        (await server.DeleteAsync("model-versions/delete-tag", new { name, version = "1", key = "a" })).Ok();

        Assert.Equal("a=1,k=", all);
        Assert.Equal("k=", (await server.VersionAsync(name, "1")).Pairs("tags"));
        (await server.PostAsync("model-versions/set-tag", new { name, version = "1", value = "v" })).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'key'");
        (await server.DeleteAsync("model-versions/delete-tag", new { name, version = "1" })).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'key'");
        (await server.PostAsync("model-versions/set-tag", new { name, version = "1", key = "k", value = new string('v', 100_001) }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "'value' exceeds the maximum length of 100000 characters");
        (await server.PostAsync("model-versions/set-tag", new { name, version = "1", key = "k", value = new string('v', 100_000) })).Ok();
    }

    [Fact]
    public async Task Changes_of_a_version_show_in_the_time_of_its_model()
    {
        string name = await server.NewModelAsync();
        await server.NewVersionAsync(name);

        (await server.DeleteAsync("model-versions/delete", new { name, version = "1" })).Ok();

        JsonElement model = await server.ModelAsync(name);
        Assert.True(model.GetProperty("last_updated_timestamp").GetInt64() >= model.GetProperty("creation_timestamp").GetInt64());
        Assert.False(model.TryGetProperty("latest_versions", out _));
    }

    private Task<MlflowAnswer> CallAsync(string method, string path, string body, string name, string? version)
    {
        Dictionary<string, object?> fields = JsonSerializer.Deserialize<Dictionary<string, object?>>(body)!;
        fields["name"] = name;
        if (version is not null)
        {
            fields["version"] = version;
        }

        return method == "GET"
            ? server.GetAsync(path + "?" + string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value!.ToString()!)}")))
            : server.SendTextAsync(new HttpMethod(method), path, JsonSerializer.Serialize(fields));
    }
}
