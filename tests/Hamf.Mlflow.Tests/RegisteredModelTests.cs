using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>The routes <c>registered-models/*</c> but for searches and aliases.</summary>
public sealed class RegisteredModelTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    public static TheoryData<string, string, string> CallsOnAModel => new()
    {
        { "GET", "registered-models/get", "{}" },
        { "PATCH", "registered-models/update", """{"description":"d"}""" },
        { "POST", "registered-models/rename", """{"new_name":"other"}""" },
        { "DELETE", "registered-models/delete", "{}" },
        { "POST", "registered-models/set-tag", """{"key":"k","value":"v"}""" },
        { "DELETE", "registered-models/delete-tag", """{"key":"k"}""" },
        { "POST", "registered-models/get-latest-versions", "{}" },
        { "GET", "registered-models/get-latest-versions", "{}" },
        { "POST", "registered-models/alias", """{"alias":"a","version":"1"}""" },
        { "DELETE", "registered-models/alias", """{"alias":"a"}""" },
        { "GET", "registered-models/alias", """{"alias":"a"}""" },
        { "POST", "model-versions/create", """{"source":"s3://bucket/model"}""" },
    };

    [Fact]
    public async Task Creates_a_model_and_shows_it()
    {
        long before = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        object[] tags = [new { key = "key", value = "value" }, new { key = "another key", value = "" }];

        JsonElement made = (await server.PostAsync("registered-models/create", new { name = "Create RM", description = "the best ä😀", tags })).Ok();

        JsonElement model = await server.ModelAsync("Create RM");
        Assert.Equal(made.GetProperty("registered_model").GetRawText(), model.GetRawText());
        Assert.Equal(("Create RM", "the best ä😀"), (model.Text("name"), model.Text("description")));
        Assert.Equal("another key=,key=value", model.Pairs("tags"));
        Assert.InRange(model.GetProperty("creation_timestamp").GetInt64(), before, TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds());
        Assert.Equal(model.GetProperty("creation_timestamp").GetInt64(), model.GetProperty("last_updated_timestamp").GetInt64());
        Assert.All(["latest_versions", "aliases"], field => Assert.False(model.TryGetProperty(field, out _), field));
    }

    [Fact]
    public async Task What_is_empty_is_left_out()
    {
        JsonElement model = await server.ModelAsync(await server.NewModelAsync());

        Assert.Equal(["name", "creation_timestamp", "last_updated_timestamp"], model.EnumerateObject().Select(p => p.Name));
    }

    [Theory]
    [InlineData("""{}""", "Missing value for required parameter 'name'")]
    [InlineData("""{"name":null}""", "Missing value for required parameter 'name'")]
    [InlineData("""{"name":""}""", "Missing value for required parameter 'name'")]
    [InlineData("""{"name":7}""", "for parameter 'name' supplied")]
    [InlineData("""{"name":"a/b"}""", "for parameter 'name' supplied")]
    [InlineData("""{"name":"a:b"}""", "for parameter 'name' supplied")]
    [InlineData("""{"name":"x","tags":"t"}""", "for parameter 'tags' supplied")]
    [InlineData("""{"name":"x","tags":[{"value":"v"}]}""", "Missing value for required parameter 'tags[0].key'")]
    [InlineData("""{"name":"x","tags":[{"key":"a//b","value":"v"}]}""", "tags[0].key")]
    [InlineData("""{"name":"x","tags":[{"key":"k","value":7}]}""", "tags[0].value")]
    [InlineData("""{"name":"x","description":7}""", "for parameter 'description' supplied")]
    [InlineData("""{"name":"x" """, "")]
    public async Task Refuses_to_create(string body, string part) =>
        (await server.SendTextAsync(HttpMethod.Post, "registered-models/create", body)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    [Theory]
    [InlineData(256, 250, 100_000, 200)]
    [InlineData(257, 1, 1, 400)]
    [InlineData(256, 251, 1, 400)]
    [InlineData(256, 1, 100_001, 400)]
    public async Task Lengths_have_limits(int nameLength, int keyLength, int valueLength, int status)
    {
        string name = Guid.NewGuid().ToString("N").PadRight(nameLength, 'n');
        object[] tags = [new { key = new string('k', keyLength), value = new string('v', valueLength) }];

        MlflowAnswer answer = await server.PostAsync("registered-models/create", new { name, tags });

        if (status == 200)
        {
            answer.Ok();
        }
        else
        {
            answer.Refused(400, "INVALID_PARAMETER_VALUE", "exceeds the maximum length of ");
        }
    }

    [Fact]
    public async Task A_name_is_taken_once()
    {
        string name = await server.NewModelAsync();

        (await server.PostAsync("registered-models/create", new { name })).Refused(400, "RESOURCE_ALREADY_EXISTS", $"Registered Model (name={name}) already exists");
        (await server.DeleteAsync("registered-models/delete", new { name })).Ok();
        (await server.PostAsync("registered-models/create", new { name })).Ok();
    }

    [Theory]
    [MemberData(nameof(CallsOnAModel))]
    public async Task A_model_that_is_not_there_is_404(string method, string path, string body)
    {
        (await CallAsync(method, path, body, "nobody")).Refused(404, "RESOURCE_DOES_NOT_EXIST", "Registered Model with name=nobody not found");
    }

    [Theory]
    [MemberData(nameof(CallsOnAModel))]
    public async Task Every_call_needs_the_name(string method, string path, string body)
    {
        (await CallAsync(method, path, body, null)).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'name'");
        (await CallAsync(method, path, body, "")).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'name'");
    }

    [Fact]
    public async Task Updates_the_description()
    {
        string name = await server.NewModelAsync();

        JsonElement updated = (await server.PatchAsync("registered-models/update", new { name, description = "new" })).Ok().GetProperty("registered_model");

        Assert.Equal("new", updated.Text("description"));
        Assert.True(updated.GetProperty("last_updated_timestamp").GetInt64() >= updated.GetProperty("creation_timestamp").GetInt64());
        (await server.PatchAsync("registered-models/update", new { name })).Ok();
        Assert.False((await server.ModelAsync(name)).TryGetProperty("description", out _));
    }

    [Fact]
    public async Task Renames_a_model_with_its_versions()
    {
        string name = await server.NewModelAsync();
        string other = await server.NewModelAsync();
        await server.NewVersionAsync(name);
        (await server.PostAsync("registered-models/alias", new { name, alias = "best", version = "1" })).Ok();

        JsonElement renamed = (await server.PostAsync("registered-models/rename", new { name, new_name = name + " 2" })).Ok().GetProperty("registered_model");

        Assert.Equal(name + " 2", renamed.Text("name"));
        Assert.Equal("best=1", renamed.Pairs("aliases", "alias", "version"));
        Assert.Equal(name + " 2", (await server.VersionAsync(name + " 2", "1")).Text("name"));
        (await server.GetAsync($"registered-models/get?name={name}")).Refused(404, "RESOURCE_DOES_NOT_EXIST");
        (await server.PostAsync("registered-models/rename", new { name = name + " 2", new_name = other })).Refused(400, "RESOURCE_ALREADY_EXISTS", $"Registered Model (name={other}) already exists");
        (await server.PostAsync("registered-models/rename", new { name = other, new_name = "" })).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'new_name'");
        (await server.PostAsync("registered-models/rename", new { name = other, new_name = "a/b" })).Refused(400, "INVALID_PARAMETER_VALUE", "new_name");
    }

    [Fact]
    public async Task A_deleted_model_is_gone_with_its_versions()
    {
        string name = await server.NewModelAsync();
        await server.NewVersionAsync(name);

        Assert.Equal("{}", (await server.DeleteAsync("registered-models/delete", new { name })).Ok().GetRawText());

        (await server.GetVersionAsync(name, "1")).Refused(404, "RESOURCE_DOES_NOT_EXIST", $"Model Version (name={name}, version=1) not found");
    }

    [Fact]
    public async Task Tags_are_set_replaced_and_taken_away()
    {
        string name = await server.NewModelAsync(tags: [new { key = "a", value = "1" }]);

        (await server.PostAsync("registered-models/set-tag", new { name, key = "k", value = "v" })).Ok();
        (await server.PostAsync("registered-models/set-tag", new { name, key = "k", value = "" })).Ok();
        (await server.PostAsync("registered-models/set-tag", new { name, key = "a", value = "2" })).Ok();
        string all = (await server.ModelAsync(name)).Pairs("tags");
        (await server.DeleteAsync("registered-models/delete-tag", new { name, key = "a" })).Ok();
        (await server.DeleteAsync("registered-models/delete-tag", new { name, key = "a" })).Ok();

        Assert.Equal("a=2,k=", all);
        Assert.Equal("k=", (await server.ModelAsync(name)).Pairs("tags"));
        (await server.PostAsync("registered-models/set-tag", new { name, value = "v" })).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'key'");
        (await server.DeleteAsync("registered-models/delete-tag", new { name })).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'key'");
        (await server.PostAsync("registered-models/set-tag", new { name, key = "k", value = new string('v', 100_001) }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "'value' exceeds the maximum length of 100000 characters");
    }

    [Fact]
    public async Task Prompts_and_models_share_their_names()
    {
        object[] prompt = [new { key = "mlflow.prompt.is_prompt", value = "true" }];
        string model = await server.NewModelAsync();
        string name = await server.NewModelAsync("prompt", prompt);

        (await server.PostAsync("registered-models/create", new { name, tags = prompt })).Refused(400, "RESOURCE_ALREADY_EXISTS", $"Prompt (name={name}) already exists");
        (await server.PostAsync("registered-models/create", new { name })).Refused(
            400, "RESOURCE_ALREADY_EXISTS", $"Tried to create a registered model with name '{name}', but the name is already taken by a prompt.");
        (await server.PostAsync("registered-models/create", new { name = model, tags = prompt })).Refused(
            400, "RESOURCE_ALREADY_EXISTS", $"Tried to create a prompt with name '{model}', but the name is already taken by a registered model.");
    }

    [Fact]
    public async Task The_pages_of_MLflow_find_the_same_under_their_own_prefix()
    {
        string name = await server.NewModelAsync();

        using HttpResponseMessage response = await server.Client.GetAsync(
            $"/ajax-api/2.0/mlflow/registered-models/get?name={Uri.EscapeDataString(name)}", TestContext.Current.CancellationToken);

        Assert.Contains(name, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private Task<MlflowAnswer> CallAsync(string method, string path, string body, string? name)
    {
        Dictionary<string, object?> fields = JsonSerializer.Deserialize<Dictionary<string, object?>>(body)!;
        if (name is not null)
        {
            fields["name"] = name;
        }

        return method == "GET"
            ? server.GetAsync(path + "?" + string.Join('&', fields.Select(f => $"{f.Key}={Uri.EscapeDataString(f.Value!.ToString()!)}")))
            : server.SendTextAsync(new HttpMethod(method), path, JsonSerializer.Serialize(fields));
    }
}
