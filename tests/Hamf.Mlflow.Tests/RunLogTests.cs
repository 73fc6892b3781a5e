using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Logging single metrics, parameters and tags.</summary>
public sealed class RunLogTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Theory]
    [InlineData("123.456", "123.456")]
    [InlineData("0", "0")]
    [InlineData("\"1.5\"", "1.5")]
    [InlineData("-1e300", "-1E+300")]
    [InlineData("\"NaN\"", "\"NaN\"")]
    [InlineData("NaN", "\"NaN\"")]
    [InlineData("\"Infinity\"", "1.7976931348623157E+308")]
    [InlineData("Infinity", "1.7976931348623157E+308")]
    [InlineData("\"-Infinity\"", "-1.7976931348623157E+308")]
    [InlineData("-Infinity", "-1.7976931348623157E+308")]
    public async Task Keeps_a_value(string sent, string answered)
    {
        string run = await server.NewRunAsync();

        MlflowAnswer answer = await server.SendTextAsync(
            HttpMethod.Post, "runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m", "value": {{sent}}, "timestamp": 789, "step": 2}""");

        Assert.Equal("{}", answer.Ok().GetRawText());
        JsonElement metric = (await server.RunAsync(run)).GetProperty("data").List("metrics").Single();
        Assert.Equal(answered, metric.GetProperty("value").GetRawText());
        Assert.Equal(789, metric.GetProperty("timestamp").GetInt64());
        Assert.Equal(2, metric.GetProperty("step").GetInt64());
    }

    [Theory]
    [InlineData("0.5")]
    [InlineData("\"NaN\"")]
    [InlineData("NaN")]
    [InlineData("\"Infinity\"")]
    public async Task The_same_point_twice_is_one(string value)
    {
        string run = await server.NewRunAsync();

        for (int i = 0; i < 2; i++)
        {
            (await server.SendTextAsync(HttpMethod.Post, "runs/log-metric", $$"""{"run_id": "{{run}}", "key": "m", "value": {{value}}, "timestamp": 1}""")).Ok();
        }

        Assert.Single((await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=m")).Ok().List("metrics"));
    }

    [Fact]
    public async Task Without_a_step_it_is_0_and_the_latest_point_wins_by_step_time_and_value()
    {
        string run = await server.NewRunAsync();
        foreach ((double value, long time, long step) in new (double, long, long)[] { (1, 9, 1), (2, 5, 3), (4, 7, 3), (3, 7, 3), (5, 99, -2) })
        {
            await server.PostAsync("runs/log-metric", new { run_id = run, key = "m", value, timestamp = time, step });
        }

        await server.PostAsync("runs/log-metric", new { run_id = run, key = "stepless", value = 1, timestamp = 1 });

        JsonElement[] metrics = [.. (await server.RunAsync(run)).GetProperty("data").List("metrics")];
        Assert.Equal(["m 4 7 3", "stepless 1 1 0"], metrics.Select(m => $"{m.Text("key")} {m.GetProperty("value")} {m.GetProperty("timestamp")} {m.GetProperty("step")}"));
    }

    [Theory]
    [InlineData("""{"run_id": "RUN", "key": 31, "value": 41, "timestamp": 59, "step": 26}""", "Invalid value 31 for parameter 'key' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 31, "timestamp": 59, "step": "foo"}""", "Invalid value \"foo\" for parameter 'step' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 31, "timestamp": "foo", "step": 41}""", "Invalid value \"foo\" for parameter 'timestamp' supplied")]
    [InlineData("""{"run_id": null, "key": "foo", "value": 31, "timestamp": 59}""", "Missing value for required parameter 'run_id'")]
    [InlineData("""{"run_id": "RUN", "value": 31, "timestamp": 59}""", "Missing value for required parameter 'key'")]
    [InlineData("""{"run_id": "RUN", "key": null, "value": 31, "timestamp": 59}""", "Missing value for required parameter 'key'")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "timestamp": 59}""", "Missing value for required parameter 'value'")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": "", "timestamp": 59}""", "Missing value for required parameter 'value'")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 1}""", "Missing value for required parameter 'timestamp'")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": true, "timestamp": 59}""", "Invalid value true for parameter 'value' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": "high", "timestamp": 59}""", "Invalid value \"high\" for parameter 'value' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 1e400, "timestamp": 59}""", "Invalid value 1e400 for parameter 'value' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 1, "timestamp": -1}""", "Invalid value -1 for parameter 'timestamp' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 1, "timestamp": 1.5}""", "Invalid value 1.5 for parameter 'timestamp' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 1, "timestamp": 9223372036854775808}""", "for parameter 'timestamp' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo!", "value": 1, "timestamp": 1}""", "Invalid value \"foo!\" for parameter 'name' supplied: Names may only contain alphanumerics")]
    [InlineData("""{"run_id": "RUN", "key": "a/../b", "value": 1, "timestamp": 1}""", "Invalid value \"a/../b\" for parameter 'name' supplied")]
    [InlineData("""{"run_id": "RUN", "key": "foo", "value": 1, "timestamp": 1, "model_id": 5}""", "Invalid value 5 for parameter 'model_id' supplied")]
    public async Task A_metric_that_is_none_is_refused(string body, string part)
    {
        string run = await server.NewRunAsync();

        (await server.SendTextAsync(HttpMethod.Post, "runs/log-metric", body.Replace("RUN", run, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
        Assert.Empty(await server.DataAsync(run, "metrics"));
    }

    [Fact]
    public async Task A_key_of_250_characters_is_the_longest()
    {
        string run = await server.NewRunAsync();
        string key = new('k', 250);

        foreach (string path in (string[])["runs/log-metric", "runs/log-parameter", "runs/set-tag"])
        {
            (await server.PostAsync(path, new { run_id = run, key, value = "1", timestamp = 1 })).Ok();
            (await server.PostAsync(path, new { run_id = run, key = key + "k", value = "1", timestamp = 1 }))
                .Refused(400, "INVALID_PARAMETER_VALUE", "exceeds the maximum length of 250 characters");
        }
    }

    [Fact]
    public async Task A_parameter_has_one_value_for_good()
    {
        string run = await server.NewRunAsync();

        (await LogParamAsync(run, "depth", "3")).Ok();
        (await LogParamAsync(run, "depth", "3")).Ok();
        MlflowAnswer other = await LogParamAsync(run, "depth", "5");

        other.Refused(400, "INVALID_PARAMETER_VALUE", "Changing param values is not allowed");
        Assert.Contains("'3'", other.Text, StringComparison.Ordinal);
        Assert.Contains("'5'", other.Text, StringComparison.Ordinal);
        Assert.Equal("3", (await server.DataAsync(run, "params"))["depth"].GetString());
    }

    [Theory]
    [InlineData(6000)]
    [InlineData(6001)]
    [InlineData(20_000)]
    public async Task A_parameter_is_cut_at_6000_characters(int length)
    {
        string run = await server.NewRunAsync();

        (await LogParamAsync(run, "long", new string('v', length))).Ok();
        (await LogParamAsync(run, "long", new string('v', length))).Ok();

        Assert.Equal(6000, (await server.DataAsync(run, "params"))["long"].GetString()!.Length);
    }

    [Fact]
    public async Task Values_may_be_empty_and_of_any_character()
    {
        string run = await server.NewRunAsync();
        string odd = "zwei\nZeilen \"mit\" \\ <b> 😀 é\t'";

        (await LogParamAsync(run, "empty", "")).Ok();
        (await server.PostAsync("runs/log-parameter", new { run_id = run, key = "none" })).Ok();
        (await LogParamAsync(run, "odd", odd)).Ok();
        (await SetTagAsync(run, "odd", odd)).Ok();
        (await SetTagAsync(run, "empty", "")).Ok();

        Dictionary<string, JsonElement> parameters = await server.DataAsync(run, "params");
        Assert.Equal("", parameters["empty"].GetString());
        Assert.Equal("", parameters["none"].GetString());
        Assert.Equal(odd, parameters["odd"].GetString());
        Dictionary<string, JsonElement> tags = await server.DataAsync(run, "tags");
        Assert.Equal(odd, tags["odd"].GetString());
        Assert.Equal("", tags["empty"].GetString());
    }

    [Theory]
    [InlineData("runs/log-parameter", """{"run_id": "RUN", "key": 31, "value": "41"}""", "Invalid value 31 for parameter 'key' supplied")]
    [InlineData("runs/log-parameter", """{"run_id": "RUN", "value": "41"}""", "Missing value for required parameter 'key'")]
    [InlineData("runs/log-parameter", """{"run_id": "RUN", "key": "a,b", "value": "41"}""", "Invalid value \"a,b\" for parameter 'key' supplied")]
    [InlineData("runs/log-parameter", """{"run_id": "RUN", "key": "p", "value": {"a": 1}}""", "Invalid value {\"a\":1} for parameter 'value' supplied")]
    [InlineData("runs/log-parameter", """{"run_id": "RUN", "key": "p", "value": "a\u0000b"}""", "NUL")]
    [InlineData("runs/set-tag", """{"run_id": "RUN", "key": "param", "value": 41}""", "Invalid value 41 for parameter 'value' supplied")]
    [InlineData("runs/set-tag", """{"run_id": "RUN", "value": "value"}""", "Missing value for required parameter 'key'")]
    [InlineData("runs/set-tag", """{"run_id": "RUN", "key": "/abs", "value": "value"}""", "Invalid value \"/abs\" for parameter 'key' supplied")]
    [InlineData("runs/delete-tag", """{"run_id": "RUN"}""", "Missing value for required parameter 'key'")]
    public async Task A_parameter_or_tag_that_is_none_is_refused(string path, string body, string part)
    {
        string run = await server.NewRunAsync();

        (await server.SendTextAsync(HttpMethod.Post, path, body.Replace("RUN", run, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Fact]
    public async Task A_tag_is_overwritten_cut_at_8000_characters_and_deleted()
    {
        string run = await server.NewRunAsync();

        await SetTagAsync(run, "taggity", "first");
        (await SetTagAsync(run, "taggity", new string('t', 8001))).Ok();
        Assert.Equal(8000, (await server.DataAsync(run, "tags"))["taggity"].GetString()!.Length);

        Assert.Equal("{}", (await server.PostAsync("runs/delete-tag", new { run_id = run, key = "taggity" })).Ok().GetRawText());
        Assert.DoesNotContain("taggity", (await server.DataAsync(run, "tags")).Keys);
        (await server.PostAsync("runs/delete-tag", new { run_id = run, key = "taggity" })).Refused(404, "RESOURCE_DOES_NOT_EXIST", "No tag with name: taggity");
    }

    private Task<MlflowAnswer> LogParamAsync(string run, string key, string value) => server.PostAsync("runs/log-parameter", new { run_id = run, key, value });

    private Task<MlflowAnswer> SetTagAsync(string run, string key, string value) => server.PostAsync("runs/set-tag", new { run_id = run, key, value });
}
