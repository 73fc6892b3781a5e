using System.Text.Json;
using System.Text.RegularExpressions;

namespace Hamf.Mlflow.Tests;

/// <summary>Routes of runs as such.</summary>
public sealed partial class RunTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task A_run_has_everything_that_clients_read()
    {
        string experiment = await server.NewExperimentAsync();

        JsonElement created = (await server.PostAsync("runs/create", new
        {
            experiment_id = experiment,
            user_id = "username",
            run_name = "my name",
            start_time = 456,
            tags = new[] { new { key = "mlflow.user", value = "username" }, new { key = "my", value = "tag" } },
        })).Ok().GetProperty("run");

        JsonElement info = created.GetProperty("info");
        string id = info.Text("run_id");
        Assert.Matches(RunId(), id);
        Assert.Equal(id, info.Text("run_uuid"));
        Assert.Equal(experiment, info.Text("experiment_id"));
        Assert.Equal("username", info.Text("user_id"));
        Assert.Equal("my name", info.Text("run_name"));
        Assert.Equal("RUNNING", info.Text("status"));
        Assert.Equal("active", info.Text("lifecycle_stage"));
        Assert.Equal(456, info.GetProperty("start_time").GetInt64());
        Assert.False(info.TryGetProperty("end_time", out _));
        Assert.Equal($"mlflow-artifacts:/{experiment}/{id}/artifacts", info.Text("artifact_uri"));
        Assert.Equal(
            ["mlflow.runName=my name", "mlflow.user=username", "my=tag"],
            created.GetProperty("data").List("tags").Select(t => $"{t.Text("key")}={t.Text("value")}").Order(StringComparer.Ordinal));
        JsonElement found = await server.RunAsync(id);
        Assert.Equal(info.GetRawText(), found.GetProperty("info").GetRawText());
        Assert.False(found.GetProperty("data").TryGetProperty("metrics", out _));
        Assert.False(found.GetProperty("data").TryGetProperty("params", out _));
    }

    [Fact]
    public async Task Without_a_name_it_gets_one_which_is_also_a_tag()
    {
        string id = await server.NewRunAsync();

        JsonElement run = await server.RunAsync(id);
        string name = run.GetProperty("info").Text("run_name");
        Assert.Matches(RunName(), name);
        Assert.Equal(name, (await server.DataAsync(id, "tags"))["mlflow.runName"].GetString());
    }

    [Fact]
    public async Task The_name_may_be_given_as_a_tag_but_not_two_different_ones()
    {
        string experiment = await server.NewExperimentAsync();
        var tag = new[] { new { key = "mlflow.runName", value = "by tag" } };

        JsonElement run = (await server.PostAsync("runs/create", new { experiment_id = experiment, tags = tag })).Ok().GetProperty("run");

        Assert.Equal("by tag", run.GetProperty("info").Text("run_name"));
        (await server.PostAsync("runs/create", new { experiment_id = experiment, run_name = "by tag", tags = tag })).Ok();
        (await server.PostAsync("runs/create", new { experiment_id = experiment, run_name = "other", tags = tag })).Refused(400, "INVALID_PARAMETER_VALUE", "with different values");
    }

    [Fact]
    public async Task Without_an_experiment_it_goes_to_the_first_one()
    {
        JsonElement run = (await server.PostAsync("runs/create", new { })).Ok().GetProperty("run");

        Assert.Equal("0", run.GetProperty("info").Text("experiment_id"));
        Assert.True(run.GetProperty("info").GetProperty("start_time").GetInt64() > 1_600_000_000_000);
    }

    [Theory]
    [InlineData("""{"experiment_id": 5.5}""", "Invalid value 5.5 for parameter 'experiment_id' supplied")]
    [InlineData("""{"start_time": "soon"}""", "Invalid value \"soon\" for parameter 'start_time' supplied")]
    [InlineData("""{"run_name": ["x"]}""", "Invalid value [\"x\"] for parameter 'run_name' supplied")]
    [InlineData("""{"tags": {"a": "b"}}""", "Invalid value {\"a\":\"b\"} for parameter 'tags' supplied")]
    [InlineData("""{"tags": [{"key": "..", "value": "b"}]}""", "for parameter 'tags[0].key' supplied")]
    [InlineData("""{"tags": [{"key": "k", "value": 1}]}""", "Invalid value 1 for parameter 'tags[0].value' supplied")]
    public async Task Creating_refuses(string body, string part) =>
        (await server.SendTextAsync(HttpMethod.Post, "runs/create", body)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    [Fact]
    public async Task An_experiment_that_is_missing_or_deleted_takes_no_runs()
    {
        string experiment = await server.NewExperimentAsync();
        await server.PostAsync("experiments/delete", new { experiment_id = experiment });

        (await server.PostAsync("runs/create", new { experiment_id = "4711" })).Refused(404, "RESOURCE_DOES_NOT_EXIST", "No Experiment with id=4711 exists");
        (await server.PostAsync("runs/create", new { experiment_id = "abc" })).Refused(404, "RESOURCE_DOES_NOT_EXIST", "abc");
        (await server.PostAsync("runs/create", new { experiment_id = experiment })).Refused(400, "INVALID_PARAMETER_VALUE", "must be in the 'active' state");
    }

    [Theory]
    [InlineData("runs/update")]
    [InlineData("runs/delete")]
    [InlineData("runs/restore")]
    [InlineData("runs/log-metric")]
    [InlineData("runs/log-parameter")]
    [InlineData("runs/set-tag")]
    [InlineData("runs/delete-tag")]
    [InlineData("runs/log-batch")]
    [InlineData("runs/log-inputs")]
    [InlineData("runs/outputs")]
    public async Task Without_a_run_every_call_says_so(string path)
    {
        var fields = new { key = "k", value = "1", timestamp = 1, models = Array.Empty<object>(), status = "FINISHED" };

        (await server.PostAsync(path, fields)).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'run_id'");
        (await server.PostAsync(path, new { run_id = 31, fields.key, fields.value, fields.timestamp, fields.models }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "Invalid value 31 for parameter 'run_id' supplied");
        (await server.PostAsync(path, new { run_id = "nobody", fields.key, fields.value, fields.timestamp, fields.models }))
            .Refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=nobody not found");
    }

    [Fact]
    public async Task One_that_is_not_there_is_not_found()
    {
        (await server.GetAsync("runs/get?run_id=nobody")).Refused(404, "RESOURCE_DOES_NOT_EXIST", "Run with id=nobody not found");
        (await server.GetAsync("runs/get")).Refused(400, "INVALID_PARAMETER_VALUE", "Missing value for required parameter 'run_id'");
    }

    [Fact]
    public async Task The_old_name_of_the_id_is_read_too()
    {
        string id = await server.NewRunAsync();

        (await server.GetAsync($"runs/get?run_uuid={id}")).Ok();
        (await server.PostAsync("runs/set-tag", new { run_uuid = id, key = "key", value = "value" })).Ok();
        (await server.PostAsync("runs/update", new { run_uuid = id, status = "FAILED" })).Ok();
        (await server.PostAsync("runs/log-batch", new { run_uuid = id })).Ok();
    }

    [Theory]
    [InlineData("\"RUNNING\"", "RUNNING")]
    [InlineData("\"SCHEDULED\"", "SCHEDULED")]
    [InlineData("\"FINISHED\"", "FINISHED")]
    [InlineData("\"FAILED\"", "FAILED")]
    [InlineData("\"KILLED\"", "KILLED")]
    [InlineData("3", "FINISHED")]
    public async Task Updates_status_end_and_name(string status, string expected)
    {
        string id = await server.NewRunAsync();

        JsonElement info = (await server.SendTextAsync(
            HttpMethod.Post, "runs/update", $$"""{"run_id": "{{id}}", "status": {{status}}, "end_time": "789", "run_name": "new"}""")).Ok().GetProperty("run_info");

        Assert.Equal(expected, info.Text("status"));
        Assert.Equal(789, info.GetProperty("end_time").GetInt64());
        Assert.Equal("new", info.Text("run_name"));
        Assert.Equal(info.GetRawText(), (await server.RunAsync(id)).GetProperty("info").GetRawText());
        Assert.Equal("new", (await server.DataAsync(id, "tags"))["mlflow.runName"].GetString());
    }

    [Fact]
    public async Task Updating_nothing_changes_nothing()
    {
        string id = await server.NewRunAsync();
        string before = (await server.RunAsync(id)).GetProperty("info").GetRawText();

        (await server.PostAsync("runs/update", new { run_id = id, run_name = "" })).Ok();

        Assert.Equal(before, (await server.RunAsync(id)).GetProperty("info").GetRawText());
    }

    [Theory]
    [InlineData("\"DONE\"")]
    [InlineData("\"finished\"")]
    [InlineData("0")]
    [InlineData("6")]
    [InlineData("true")]
    public async Task An_unknown_status_is_refused_and_not_ignored(string status)
    {
        string id = await server.NewRunAsync();

        (await server.SendTextAsync(HttpMethod.Post, "runs/update", $$"""{"run_id": "{{id}}", "status": {{status}}}"""))
            .Refused(400, "INVALID_PARAMETER_VALUE", $"Invalid value {status} for parameter 'status' supplied");
        Assert.Equal("RUNNING", (await server.RunAsync(id)).GetProperty("info").Text("status"));
    }

    [Fact]
    public async Task Setting_the_name_by_tag_renames()
    {
        string id = await server.NewRunAsync();

        (await server.PostAsync("runs/set-tag", new { run_id = id, key = "mlflow.runName", value = "tagged" })).Ok();

        Assert.Equal("tagged", (await server.RunAsync(id)).GetProperty("info").Text("run_name"));
    }

    [Fact]
    public async Task Deleting_and_restoring_may_be_repeated()
    {
        string id = await server.NewRunAsync();

        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("{}", (await server.PostAsync("runs/delete", new { run_id = id })).Ok().GetRawText());
        }

        Assert.Equal("deleted", (await server.RunAsync(id)).GetProperty("info").Text("lifecycle_stage"));
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal("{}", (await server.PostAsync("runs/restore", new { run_id = id })).Ok().GetRawText());
        }

        Assert.Equal("active", (await server.RunAsync(id)).GetProperty("info").Text("lifecycle_stage"));
    }

    [Theory]
    [InlineData("runs/update")]
    [InlineData("runs/log-metric")]
    [InlineData("runs/log-parameter")]
    [InlineData("runs/set-tag")]
    [InlineData("runs/delete-tag")]
    [InlineData("runs/log-batch")]
    [InlineData("runs/log-inputs")]
    [InlineData("runs/outputs")]
    public async Task A_deleted_run_takes_nothing(string path)
    {
        string id = await server.NewRunAsync();
        await server.PostAsync("runs/delete", new { run_id = id });

        MlflowAnswer answer = await server.PostAsync(path, new { run_id = id, key = "k", value = "1", timestamp = 1, models = Array.Empty<object>(), status = "FAILED" });

        answer.Refused(400, "INVALID_PARAMETER_VALUE", $"The run {id} must be in the 'active' state");
    }

    [GeneratedRegex("^[0-9a-f]{32}$")]
    private static partial Regex RunId();

    [GeneratedRegex("^[a-z]+-[a-z]+-[0-9]+$")]
    private static partial Regex RunName();
}
