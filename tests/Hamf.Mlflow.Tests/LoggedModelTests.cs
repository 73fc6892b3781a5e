using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hamf.Mlflow.Tests;

/// <summary>Routes of logged models.</summary>
public sealed partial class LoggedModelTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task A_model_has_everything_that_clients_read()
    {
        string experiment = await server.NewExperimentAsync();

        JsonElement created = (await server.PostAsync("logged-models", new
        {
            experiment_id = experiment,
            name = "my_model",
            model_type = "classifier",
            source_run_id = "run-1",
            @params = new[] { new { key = "param1", value = "apple" } },
            tags = new[] { new { key = "tag1", value = "pear" } },
        })).Ok().GetProperty("model");

        JsonElement info = created.GetProperty("info");
        string id = info.Text("model_id");
        Assert.Matches(ModelId(), id);
        Assert.Equal(experiment, info.Text("experiment_id"));
        Assert.Equal("my_model", info.Text("name"));
        Assert.Equal($"mlflow-artifacts:/{experiment}/models/{id}/artifacts", info.Text("artifact_uri"));
        Assert.Equal("LOGGED_MODEL_PENDING", info.Text("status"));
        Assert.Equal("classifier", info.Text("model_type"));
        Assert.Equal("run-1", info.Text("source_run_id"));
        Assert.True(info.GetProperty("creation_timestamp_ms").GetInt64() > 0);
        Assert.True(info.GetProperty("last_updated_timestamp_ms").GetInt64() > 0);
        Assert.Equal("""[{"key":"tag1","value":"pear"}]""", info.GetProperty("tags").GetRawText());
        Assert.Equal("""[{"key":"param1","value":"apple"}]""", created.GetProperty("data").GetProperty("params").GetRawText());
        Assert.Equal(created.GetRawText(), (await FoundAsync(id)).GetRawText());
    }

    [Fact]
    public async Task Without_a_name_it_gets_one()
    {
        string id = await NewModelAsync(await server.NewExperimentAsync());

        JsonElement model = await FoundAsync(id);
        Assert.NotEmpty(model.GetProperty("info").Text("name"));
        Assert.Equal("{}", model.GetProperty("data").GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("my/model")]
    [InlineData("my.model")]
    [InlineData("my:model")]
    [InlineData("my%model")]
    [InlineData("my'model")]
    [InlineData("my\"model")]
    public async Task A_name_that_is_none_is_refused(string name) =>
        (await server.PostAsync("logged-models", new { experiment_id = "0", name })).Refused(400, "INVALID_PARAMETER_VALUE", "Invalid model name");

    [Theory]
    [InlineData("{}", 400, "Missing value for required parameter 'experiment_id'")]
    [InlineData("""{"experiment_id": false}""", 400, "Invalid value false for parameter 'experiment_id' supplied")]
    [InlineData("""{"experiment_id": "4711"}""", 404, "No Experiment with id=4711 exists")]
    [InlineData("""{"experiment_id": "0", "name": 5}""", 400, "Invalid value 5 for parameter 'name' supplied")]
    [InlineData("""{"experiment_id": "0", "params": "x"}""", 400, "Invalid value \"x\" for parameter 'params' supplied")]
    [InlineData("""{"experiment_id": "0", "params": [{"key": "a", "value": "1"}, {"key": "a", "value": "2"}]}""", 400, "Duplicate parameter keys")]
    [InlineData("""{"experiment_id": "0", "tags": [{"value": "1"}]}""", 400, "Missing value for required parameter 'tags[0].key'")]
    [InlineData("""{"experiment_id": "0", "tags": [{"key": "a!b", "value": "1"}]}""", 400, "Names may only contain alphanumerics")]
    public async Task Creating_refuses(string body, int status, string part) => (await server.SendTextAsync(HttpMethod.Post, "logged-models", body))
        .Refused(status, status == 404 ? "RESOURCE_DOES_NOT_EXIST" : "INVALID_PARAMETER_VALUE", part);

    [Fact]
    public async Task A_deleted_experiment_takes_none()
    {
        string experiment = await server.NewExperimentAsync();
        await server.PostAsync("experiments/delete", new { experiment_id = experiment });

        (await server.PostAsync("logged-models", new { experiment_id = experiment })).Refused(400, "INVALID_PARAMETER_VALUE", "must be in the 'active' state");
    }

    [Theory]
    [InlineData("LOGGED_MODEL_READY")]
    [InlineData("LOGGED_MODEL_UPLOAD_FAILED")]
    [InlineData("LOGGED_MODEL_PENDING")]
    public async Task Is_finalized(string status)
    {
        string id = await NewModelAsync(await server.NewExperimentAsync($" {status}"));

        JsonElement model = (await server.SendAsync(HttpMethod.Patch, $"logged-models/{id}", new { model_id = id, status })).Ok().GetProperty("model");

        Assert.Equal(status, model.GetProperty("info").Text("status"));
        Assert.Equal(status, (await FoundAsync(id)).GetProperty("info").Text("status"));
    }

    [Theory]
    [InlineData("{}", "Missing value for required parameter 'status'")]
    [InlineData("""{"status": "READY"}""", "Invalid value \"READY\" for parameter 'status' supplied")]
    [InlineData("""{"status": 0}""", "Invalid value 0 for parameter 'status' supplied")]
    public async Task A_status_that_is_none_is_refused(string body, string part)
    {
        string id = await NewModelAsync("0");

        (await server.SendTextAsync(HttpMethod.Patch, $"logged-models/{id}", body)).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Fact]
    public async Task One_that_is_not_there_is_not_found()
    {
        const string Missing = "Logged model with ID 'does-not-exist' not found";

        (await server.GetAsync("logged-models/does-not-exist")).Refused(404, "RESOURCE_DOES_NOT_EXIST", Missing);
        (await server.SendAsync(HttpMethod.Patch, "logged-models/does-not-exist", new { status = "LOGGED_MODEL_READY" })).Refused(404, "RESOURCE_DOES_NOT_EXIST", Missing);
        (await server.SendAsync(HttpMethod.Patch, "logged-models/does-not-exist/tags", new { })).Refused(404, "RESOURCE_DOES_NOT_EXIST", Missing);
        (await server.SendAsync(HttpMethod.Delete, "logged-models/does-not-exist/tags/x", new { })).Refused(404, "RESOURCE_DOES_NOT_EXIST", Missing);
        (await server.PostAsync("logged-models/does-not-exist/params", new { })).Refused(404, "RESOURCE_DOES_NOT_EXIST", Missing);
        (await server.SendAsync(HttpMethod.Delete, "logged-models/does-not-exist", new { })).Refused(404, "RESOURCE_DOES_NOT_EXIST", Missing);
    }

    [Fact]
    public async Task Is_deleted_without_a_body()
    {
        string experiment = await server.NewExperimentAsync();
        string id = await NewModelAsync(experiment);
        using HttpRequestMessage request = new(HttpMethod.Delete, $"/api/2.0/mlflow/logged-models/{id}");

        using HttpResponseMessage response = await server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal("{}", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        (await server.GetAsync($"logged-models/{id}")).Refused(404, "RESOURCE_DOES_NOT_EXIST", "not found");
        Assert.Equal("{}", (await server.PostAsync("logged-models/search", new { experiment_ids = new[] { experiment } })).Ok().GetRawText());
    }

    [Fact]
    public async Task Deleting_its_run_leaves_the_model()
    {
        string run = await server.NewRunAsync();
        string id = (await server.PostAsync("logged-models", new { experiment_id = "0", source_run_id = run })).Ok().GetProperty("model").GetProperty("info").Text("model_id");

        await server.PostAsync("runs/delete", new { run_id = run });

        Assert.Equal(run, (await FoundAsync(id)).GetProperty("info").Text("source_run_id"));
    }

    [Fact]
    public async Task Sets_and_deletes_tags()
    {
        string id = await NewModelAsync("0");

        await SetTagsAsync(id, ("tag1", "apple"), ("tag2", "orange"));
        JsonElement model = await SetTagsAsync(id, ("tag2", "grape"), ("a tag/with slash", "x"));

        Assert.Equal(["a tag/with slash=x", "tag1=apple", "tag2=grape"], model.GetProperty("info").List("tags").Select(t => $"{t.Text("key")}={t.Text("value")}"));
        (await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}/tags/tag1", new { })).Ok();
        (await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}/tags/a%20tag%2Fwith%20slash", new { })).Ok();
        (await server.SendAsync(HttpMethod.Delete, $"logged-models/{id}/tags/tag1", new { })).Refused(404, "RESOURCE_DOES_NOT_EXIST", "No tag with key 'tag1'");
        Assert.Equal(["tag2"], (await FoundAsync(id)).GetProperty("info").List("tags").Select(t => t.Text("key")));
    }

    [Fact]
    public async Task Parameters_are_added_and_never_changed()
    {
        string id = await NewModelAsync("0");

        Assert.Equal("{}", (await LogParamAsync(id, "depth", "3")).Ok().GetRawText());
        (await LogParamAsync(id, "depth", "3")).Ok();
        (await LogParamAsync(id, "depth", "4")).Refused(400, "INVALID_PARAMETER_VALUE", "'3'");

        Assert.Equal("3", (await FoundAsync(id)).GetProperty("data").List("params").Single().Text("value"));
    }

    [Fact]
    public async Task Shows_metrics_that_were_measured_on_it()
    {
        string run = await server.NewRunAsync();
        string id = await NewModelAsync("0");
        var metric = new { run_id = run, key = "metric", value = 0.5, timestamp = 123456789, step = 1, dataset_name = "name", dataset_digest = "digest", model_id = id };

        (await server.PostAsync("runs/log-metric", metric)).Ok();
        (await server.PostAsync("runs/log-metric", metric)).Ok();
        (await server.PostAsync("runs/log-batch", new { run_id = run, metrics = new[] { new { key = "metric", value = "NaN", timestamp = 123456790, step = 2, model_id = id } } })).Ok();

        Assert.Equal(
            [
                $$"""{"key":"metric","value":0.5,"timestamp":123456789,"step":1,"model_id":"{{id}}","dataset_name":"name","dataset_digest":"digest","run_id":"{{run}}"}""",
                $$"""{"key":"metric","value":"NaN","timestamp":123456790,"step":2,"model_id":"{{id}}","run_id":"{{run}}"}""",
            ],
            (await FoundAsync(id)).GetProperty("data").List("metrics").Select(m => m.GetRawText()));
    }

    private async Task<string> NewModelAsync(string experiment) =>
        (await server.PostAsync("logged-models", new { experiment_id = experiment })).Ok().GetProperty("model").GetProperty("info").Text("model_id");

    private async Task<JsonElement> FoundAsync(string id) => (await server.GetAsync($"logged-models/{id}")).Ok().GetProperty("model");

    private async Task<JsonElement> SetTagsAsync(string id, params (string Key, string Value)[] tags) =>
        (await server.SendAsync(HttpMethod.Patch, $"logged-models/{id}/tags", new { tags = tags.Select(t => new { key = t.Key, value = t.Value }) })).Ok().GetProperty("model");

    private Task<MlflowAnswer> LogParamAsync(string id, string key, string value) =>
        server.PostAsync($"logged-models/{id}/params", new { @params = new[] { new { key, value } } });

    [GeneratedRegex("^m-[0-9a-f]{32}$")]
    private static partial Regex ModelId();
}
