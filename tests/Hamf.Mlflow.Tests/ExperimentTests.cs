using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Routes of experiments.</summary>
public sealed class ExperimentTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task An_experiment_has_everything_that_clients_read()
    {
        JsonElement created = (await server.PostAsync("experiments/create", new
        {
            name = "all fields",
            artifact_location = "s3://bucket/place",
            tags = new[] { new { key = "key1", value = "val1" }, new { key = "key2", value = "" } },
        })).Ok();

        string id = created.Text("experiment_id");
        JsonElement experiment = (await server.GetAsync($"experiments/get?experiment_id={id}")).Ok().GetProperty("experiment");
        Assert.Equal(id, experiment.Text("experiment_id"));
        Assert.Equal("all fields", experiment.Text("name"));
        Assert.Equal("s3://bucket/place", experiment.Text("artifact_location"));
        Assert.Equal("active", experiment.Text("lifecycle_stage"));
        Assert.True(experiment.GetProperty("creation_time").GetInt64() > 0);
        Assert.Equal(experiment.GetProperty("creation_time").GetInt64(), experiment.GetProperty("last_update_time").GetInt64());
        Assert.Equal(["key1=val1", "key2="], experiment.List("tags").Select(t => $"{t.Text("key")}={t.Text("value")}"));
    }

    [Fact]
    public async Task Without_tags_the_list_is_left_out_and_files_go_to_the_server()
    {
        string id = await server.NewExperimentAsync();

        JsonElement experiment = await FoundAsync(id);
        Assert.False(experiment.TryGetProperty("tags", out _));
        Assert.Equal($"mlflow-artifacts:/{id}", experiment.Text("artifact_location"));
    }

    [Theory]
    [InlineData("my_location")]
    [InlineData("some folder/../place")]
    public async Task A_relative_folder_is_one_of_the_server(string location)
    {
        JsonElement made = (await server.PostAsync("experiments/create", new { name = location, artifact_location = location })).Ok();

        Assert.Equal(Path.GetFullPath(location), (await FoundAsync(made.Text("experiment_id"))).Text("artifact_location"));
    }

    [Theory]
    [InlineData("/folder")]
    [InlineData("file:///folder")]
    [InlineData("dbfs:/folder")]
    public async Task Another_location_stays_as_it_is(string location)
    {
        JsonElement made = (await server.PostAsync("experiments/create", new { name = location, artifact_location = location })).Ok();

        Assert.Equal(location, (await FoundAsync(made.Text("experiment_id"))).Text("artifact_location"));
    }

    [Fact]
    public async Task The_first_experiment_is_always_there()
    {
        JsonElement experiment = await FoundAsync("0");

        Assert.Equal("Default", experiment.Text("name"));
    }

    [Theory]
    [InlineData("{}", "Missing value for required parameter 'name'.")]
    [InlineData("""{"name": ""}""", "Missing value for required parameter 'name'.")]
    [InlineData("""{"name": null}""", "Missing value for required parameter 'name'.")]
    [InlineData("""{"name": 123}""", "Invalid value 123 for parameter 'name' supplied")]
    [InlineData("""{"name": "n", "artifact_location": 9.0, "tags": [{"key": "key", "value": "value"}]}""", "Invalid value 9.0 for parameter 'artifact_location' supplied")]
    [InlineData("""{"name": "n", "artifact_location": "my_location", "tags": "5"}""", "Invalid value \"5\" for parameter 'tags' supplied")]
    [InlineData("""{"name": "n", "tags": ["x"]}""", "Invalid value \"x\" for parameter 'tags[0]' supplied")]
    [InlineData("""{"name": "n", "tags": [{"value": "x"}]}""", "Missing value for required parameter 'tags[0].key'")]
    [InlineData("""{"name": "n", "tags": [{"key": "a/../b", "value": "x"}]}""", "for parameter 'tags[0].key' supplied")]
    [InlineData("""{"name": "n", "artifact_location": "runs:/abc"}""", "Artifact location cannot be a runs:/ URI")]
    [InlineData("""{"name": "n", "artifact_location": "s3://bucket/x#y"}""", "can't include fragments or params")]
    [InlineData("""{"name": "n", "artifact_location": "s3://bucket/x;y"}""", "can't include fragments or params")]
    [InlineData("""{"name": "n", "artifact_location": "s3://bucket/x?a=%2e%2e"}""", "'..' in its query")]
    public async Task Creating_refuses(string body, string part) =>
        (await server.SendTextAsync(HttpMethod.Post, "experiments/create", body)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    [Fact]
    public async Task A_name_has_at_most_500_characters()
    {
        string name = new('e', 500);

        (await server.PostAsync("experiments/create", new { name })).Ok();

        (await server.PostAsync("experiments/create", new { name = name + "e" }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "'name' exceeds the maximum length of 500 characters");
    }

    [Theory]
    [InlineData(250, 5000, true)]
    [InlineData(251, 5000, false)]
    [InlineData(250, 5001, false)]
    public async Task A_tag_has_limits(int keyLength, int valueLength, bool accepted)
    {
        string id = await server.NewExperimentAsync($" {keyLength} {valueLength}");

        MlflowAnswer answer = await server.PostAsync(
            "experiments/set-experiment-tag", new { experiment_id = id, key = new string('k', keyLength), value = new string('v', valueLength) });

        if (accepted)
        {
            Assert.Equal("{}", answer.Ok().GetRawText());
        }
        else
        {
            answer.Refused(400, "INVALID_PARAMETER_VALUE", "exceeds the maximum length of");
        }
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused_without_sql()
    {
        string id = await server.NewExperimentAsync();

        MlflowAnswer answer = await server.PostAsync("experiments/create", new { name = nameof(A_name_that_is_taken_is_refused_without_sql) });

        answer.Refused(400, "RESOURCE_ALREADY_EXISTS", "already exists");
        Assert.DoesNotContain("insert", answer.Text, StringComparison.OrdinalIgnoreCase);
        await server.PostAsync("experiments/delete", new { experiment_id = id });
        (await server.PostAsync("experiments/create", new { name = nameof(A_name_that_is_taken_is_refused_without_sql) })).Refused(400, "RESOURCE_ALREADY_EXISTS");
    }

    [Theory]
    [InlineData("experiments/get?experiment_id=4711", "4711")]
    [InlineData("experiments/get?experiment_id=abc", "abc")]
    [InlineData("experiments/get?experiment_id=-1", "-1")]
    [InlineData("experiments/get?experiment_id=99999999999999999999", "99999999999999999999")]
    [InlineData("experiments/get-by-name?experiment_name=nobody", "nobody")]
    public async Task One_that_is_not_there_is_not_found(string path, string part) =>
        (await server.GetAsync(path)).Refused(404, "RESOURCE_DOES_NOT_EXIST", part);

    [Theory]
    [InlineData("experiments/get", "experiment_id")]
    [InlineData("experiments/get?experiment_id=", "experiment_id")]
    [InlineData("experiments/get-by-name", "experiment_name")]
    public async Task Asking_for_none_is_refused(string path, string field) =>
        (await server.GetAsync(path)).Refused(400, "INVALID_PARAMETER_VALUE", $"Missing value for required parameter '{field}'");

    [Theory]
    [InlineData("experiments/delete")]
    [InlineData("experiments/restore")]
    [InlineData("experiments/update")]
    [InlineData("experiments/set-experiment-tag")]
    [InlineData("experiments/delete-experiment-tag")]
    public async Task Changing_one_that_is_not_there_is_not_found(string path) =>
        (await server.PostAsync(path, new { experiment_id = "4711", new_name = "x", key = "k", value = "v" })).Refused(404, "RESOURCE_DOES_NOT_EXIST", "4711");

    // Ids once were numbers, and people who write the calls themselves still send them.
    [Fact]
    public async Task An_id_may_be_a_number()
    {
        string id = await server.NewExperimentAsync();

        (await server.SendTextAsync(HttpMethod.Post, "experiments/set-experiment-tag", $$"""{"experiment_id": {{id}}, "key": "k", "value": "v"}""")).Ok();
        (await server.SendTextAsync(HttpMethod.Post, "runs/create", $$"""{"experiment_id": {{id}}}""")).Ok();
        JsonElement made = (await server.SendTextAsync(HttpMethod.Post, "logged-models", $$"""{"experiment_id": {{id}}}""")).Ok();
        JsonElement found = (await server.SendTextAsync(HttpMethod.Post, "runs/search", $$"""{"experiment_ids": [{{id}}, "0"]}""")).Ok();

        Assert.Equal(id, made.GetProperty("model").GetProperty("info").Text("experiment_id"));
        Assert.Contains(found.List("runs"), run => run.GetProperty("info").Text("experiment_id") == id);
        (await server.SendTextAsync(HttpMethod.Post, "runs/create", """{"experiment_id": 4711}""")).Refused(404, "RESOURCE_DOES_NOT_EXIST", "4711");
    }

    [Theory]
    [InlineData("s3://bucket/place?profile=a", "s3://bucket/place/", "?profile=a")]
    [InlineData("scheme+driver://user@host?profile=a", "scheme+driver://user@host/", "?profile=a")]
    [InlineData("s3://bucket/place/", "s3://bucket/place/", "")]
    [InlineData("/a folder?/b", "/a folder?/b/", "")]
    public async Task What_lies_below_a_place_is_put_before_its_query(string location, string start, string end)
    {
        string id = (await server.PostAsync("experiments/create", new { name = location, artifact_location = location })).Ok().Text("experiment_id");

        JsonElement run = (await server.PostAsync("runs/create", new { experiment_id = id })).Ok().GetProperty("run").GetProperty("info");
        JsonElement model = (await server.PostAsync("logged-models", new { experiment_id = id })).Ok().GetProperty("model").GetProperty("info");

        Assert.Equal($"{start}{run.Text("run_id")}/artifacts{end}", run.Text("artifact_uri"));
        Assert.Equal($"{start}models/{model.Text("model_id")}/artifacts{end}", model.Text("artifact_uri"));
    }

    [Fact]
    public async Task Deleting_takes_the_runs_along_and_restoring_brings_them_back()
    {
        string id = await server.NewExperimentAsync();
        string run = await server.NewRunAsync(id);
        string gone = await server.NewRunAsync(id);
        (await server.PostAsync("runs/delete", new { run_id = gone })).Ok();

        Assert.Equal("{}", (await server.PostAsync("experiments/delete", new { experiment_id = id })).Ok().GetRawText());

        Assert.Equal("deleted", (await FoundAsync(id)).Text("lifecycle_stage"));
        Assert.Equal("deleted", (await server.RunAsync(run)).GetProperty("info").Text("lifecycle_stage"));
        (await server.GetAsync($"experiments/get-by-name?experiment_name={nameof(Deleting_takes_the_runs_along_and_restoring_brings_them_back)}")).Ok();
        (await server.PostAsync("experiments/restore", new { experiment_id = id })).Ok();
        Assert.Equal("active", (await FoundAsync(id)).Text("lifecycle_stage"));
        Assert.Equal("active", (await server.RunAsync(run)).GetProperty("info").Text("lifecycle_stage"));
        Assert.Equal("active", (await server.RunAsync(gone)).GetProperty("info").Text("lifecycle_stage"));
    }

    [Fact]
    public async Task Renames_one_that_is_active()
    {
        string id = await server.NewExperimentAsync();
        string other = await server.NewExperimentAsync(" other");

        (await server.PostAsync("experiments/update", new { experiment_id = id, new_name = "renamed" })).Ok();

        Assert.Equal("renamed", (await FoundAsync(id)).Text("name"));
        (await server.PostAsync("experiments/update", new { experiment_id = id })).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'new_name'");
        (await server.PostAsync("experiments/update", new { experiment_id = other, new_name = "renamed" })).Refused(400, "RESOURCE_ALREADY_EXISTS");
        await server.PostAsync("experiments/delete", new { experiment_id = id });
        (await server.PostAsync("experiments/update", new { experiment_id = id, new_name = "again" })).Refused(400, "INVALID_PARAMETER_VALUE");
    }

    [Fact]
    public async Task Sets_and_deletes_tags()
    {
        string id = await server.NewExperimentAsync();

        await SetTagAsync(id, "dataset", "imagenet1K");
        await SetTagAsync(id, "dataset", "birdbike");
        await SetTagAsync(id, "multiline tag", "value2\nvalue2\nvalue2");
        await SetTagAsync(id, "empty", "");
        (await server.PostAsync("experiments/set-experiment-tag", new { experiment_id = id, key = "no value" })).Ok();
        (await server.PostAsync("experiments/delete-experiment-tag", new { experiment_id = id, key = "no value" })).Ok();

        Assert.Equal(
            ["dataset=birdbike", "empty=", "multiline tag=value2\nvalue2\nvalue2"],
            (await FoundAsync(id)).List("tags").Select(t => $"{t.Text("key")}={t.Text("value")}").Order(StringComparer.Ordinal));
        (await server.PostAsync("experiments/delete-experiment-tag", new { experiment_id = id, key = "no value" })).Refused(404, "RESOURCE_DOES_NOT_EXIST", "no value");
        (await server.PostAsync("experiments/set-experiment-tag", new { experiment_id = id, key = "", value = "v" })).Refused(400, "INVALID_PARAMETER_VALUE", "'key'");
        (await server.PostAsync("experiments/set-experiment-tag", new { experiment_id = id, key = "k", value = 5 })).Refused(400, "INVALID_PARAMETER_VALUE", "Invalid value 5 for parameter 'value' supplied");
    }

    [Fact]
    public async Task Both_prefixes_answer()
    {
        using StringContent body = new("""{"name": "by ajax"}""", System.Text.Encoding.UTF8, "application/json");

        using HttpResponseMessage created = await server.Client.PostAsync("/ajax-api/2.0/mlflow/experiments/create", body, TestContext.Current.CancellationToken);

        Assert.True(created.IsSuccessStatusCode);
        (await server.GetAsync("experiments/get-by-name?experiment_name=by%20ajax")).Ok();
    }

    private Task<MlflowAnswer> SetTagAsync(string id, string key, string value) => server.PostAsync("experiments/set-experiment-tag", new { experiment_id = id, key, value });

    private async Task<JsonElement> FoundAsync(string id) => (await server.GetAsync($"experiments/get?experiment_id={id}")).Ok().GetProperty("experiment");
}
