using System.Globalization;
using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary><c>runs/log-batch</c>.</summary>
public sealed class RunBatchTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Logs_all_three_kinds_at_once()
    {
        string run = await server.NewRunAsync();

        MlflowAnswer answer = await server.PostAsync("runs/log-batch", new
        {
            run_id = run,
            metrics = new[] { new { key = "metric", value = 123.456, timestamp = 789, step = 3 } },
            @params = new[] { new { key = "param", value = "value" }, new { key = "empty", value = "" } },
            tags = new[] { new { key = "taggity", value = "do-dah" }, new { key = "twice", value = "1" }, new { key = "twice", value = "2" } },
        });

        Assert.Equal("{}", answer.Ok().GetRawText());
        Assert.Equal(123.456, (await server.DataAsync(run, "metrics"))["metric"].GetDouble());
        Assert.Equal("", (await server.DataAsync(run, "params"))["empty"].GetString());
        Assert.Equal("2", (await server.DataAsync(run, "tags"))["twice"].GetString());
        JsonElement point = (await server.GetAsync($"metrics/get-history?run_id={run}&metric_key=metric")).Ok().List("metrics").Single();
        Assert.Equal(3, point.GetProperty("step").GetInt64());
        Assert.Equal(789, point.GetProperty("timestamp").GetInt64());
    }

    [Theory]
    [InlineData("""{"run_id": "RUN", "metrics": "foo"}""", "Invalid value \"foo\" for parameter 'metrics' supplied")]
    [InlineData("""{"run_id": "RUN", "params": "foo"}""", "Invalid value \"foo\" for parameter 'params' supplied")]
    [InlineData("""{"run_id": "RUN", "tags": "foo"}""", "Invalid value \"foo\" for parameter 'tags' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "mae", "value": 2.5}]}""", "Missing value for required parameter 'metrics[0].timestamp'")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": 1, "timestamp": 1}, {"value": 2.5, "timestamp": 1}]}""", "Missing value for required parameter 'metrics[1].key'")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "mae", "timestamp": 1}]}""", "Missing value for required parameter 'metrics[0].value'")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "mae", "value": null, "timestamp": 1}]}""", "Missing value for required parameter 'metrics[0].value'")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "mae", "value": "", "timestamp": 1}]}""", "Missing value for required parameter 'metrics[0].value'")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": 5, "value": 1, "timestamp": 1}]}""", "Invalid value 5 for parameter 'metrics[0].key' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": "x", "timestamp": 1}]}""", "Invalid value \"x\" for parameter 'metrics[0].value' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": [1], "timestamp": 1}]}""", "Invalid value [1] for parameter 'metrics[0].value' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": 1e999, "timestamp": 1}]}""", "Invalid value 1e999 for parameter 'metrics[0].value' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": 1, "timestamp": "x"}]}""", "Invalid value \"x\" for parameter 'metrics[0].timestamp' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": 1, "timestamp": -1}]}""", "Invalid value -1 for parameter 'metrics[0].timestamp' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": 1, "timestamp": 1, "step": 0.5}]}""", "Invalid value 0.5 for parameter 'metrics[0].step' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m!", "value": 1, "timestamp": 1}]}""", "Invalid value \"m!\" for parameter 'metrics[0].name' supplied")]
    [InlineData("""{"run_id": "RUN", "metrics": [[]]}""", "Invalid value [] for parameter 'metrics[0]' supplied")]
    [InlineData("""{"run_id": "RUN", "params": [{"key": "p", "value": "1"}, {"value": "v"}]}""", "Missing value for required parameter 'params[1].key'")]
    [InlineData("""{"run_id": "RUN", "params": [{"key": "p", "value": 1}]}""", "Invalid value 1 for parameter 'params[0].value' supplied")]
    [InlineData("""{"run_id": "RUN", "params": [{"key": "..", "value": "1"}]}""", "Invalid value \"..\" for parameter 'params[0].key' supplied")]
    [InlineData("""{"run_id": "RUN", "params": [{"key": "p", "value": "1"}, {"key": "p", "value": "1"}]}""", "Duplicate parameter keys have been submitted")]
    [InlineData("""{"run_id": "RUN", "tags": [{"value": "v"}]}""", "Missing value for required parameter 'tags[0].key'")]
    [InlineData("""{"run_id": "RUN", "tags": [5]}""", "Invalid value 5 for parameter 'tags[0]' supplied")]
    [InlineData("""{"run_id": "RUN"} {}""", "not JSON")]
    [InlineData("""{"run_id": "RUN", "metrics": [""", "not JSON")]
    [InlineData("""[]""", "not a JSON object")]
    [InlineData("""{}""", "Missing value for required parameter 'run_id'")]
    public async Task Refuses(string body, string part)
    {
        string run = await server.NewRunAsync();

        (await server.SendTextAsync(HttpMethod.Post, "runs/log-batch", body.Replace("RUN", run, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Theory]
    [InlineData("""{"metrics": [{"key": "m", "value": 1, "timestamp": "123456789"}], "runId": "RUN", "later": {"x": [1, {}]}}""")]
    [InlineData("""{"run_id": "RUN", "metrics": null, "params": null, "tags": null}""")]
    [InlineData("""{"run_id": "RUN", "metrics": [{"key": "m", "value": NaN, "timestamp": 1}, {"key": "i", "value": -Infinity, "timestamp": 1, "step": 3.0}]}""")]
    public async Task Accepts(string body)
    {
        string run = await server.NewRunAsync();

        (await server.SendTextAsync(HttpMethod.Post, "runs/log-batch", body.Replace("RUN", run, StringComparison.Ordinal))).Ok();
    }

    [Theory]
    [InlineData(1000, 0, 0, true)]
    [InlineData(1001, 0, 0, false)]
    [InlineData(0, 100, 0, true)]
    [InlineData(0, 101, 0, false)]
    [InlineData(0, 0, 100, true)]
    [InlineData(0, 0, 101, false)]
    [InlineData(800, 100, 100, true)]
    [InlineData(801, 100, 100, false)]
    public async Task Holds_a_thousand_at_most(int metrics, int parameters, int tags, bool accepted)
    {
        string run = await server.NewRunAsync();

        MlflowAnswer answer = await server.PostAsync("runs/log-batch", new
        {
            run_id = run,
            metrics = Enumerable.Range(0, metrics).Select(i => new { key = $"m{i % 7}", value = i * 0.5, timestamp = i, step = i }),
            @params = Enumerable.Range(0, parameters).Select(i => new { key = Key(i), value = "v" }),
            tags = Enumerable.Range(0, tags).Select(i => new { key = Key(i), value = "v" }),
        });

        if (accepted)
        {
            answer.Ok();
            Assert.Equal(parameters, (await server.DataAsync(run, "params")).Count);
            return;
        }

        answer.Refused(400, "INVALID_PARAMETER_VALUE", "A batch logging request can contain at most");
        Assert.Empty(await server.DataAsync(run, "metrics"));
        Assert.Empty(await server.DataAsync(run, "params"));
    }

    [Fact]
    public async Task A_parameter_that_would_change_refuses_the_whole_batch()
    {
        string run = await server.NewRunAsync();
        await server.PostAsync("runs/log-parameter", new { run_id = run, key = "depth", value = "3" });

        MlflowAnswer answer = await server.PostAsync("runs/log-batch", new
        {
            run_id = run,
            metrics = new[] { new { key = "m", value = 1, timestamp = 1 } },
            @params = new[] { new { key = "new", value = "1" }, new { key = "depth", value = "5" } },
            tags = new[] { new { key = "t", value = "1" } },
        });

        answer.Refused(400, "INVALID_PARAMETER_VALUE", "depth");
        Assert.Empty(await server.DataAsync(run, "metrics"));
        Assert.Equal(["depth"], (await server.DataAsync(run, "params")).Keys);
        Assert.DoesNotContain("t", (await server.DataAsync(run, "tags")).Keys);
    }

    [Fact]
    public async Task Cuts_long_values_as_single_calls_do()
    {
        string run = await server.NewRunAsync();

        (await server.PostAsync("runs/log-batch", new
        {
            run_id = run,
            @params = new[] { new { key = "p", value = new string('v', 6001) } },
            tags = new[] { new { key = "t", value = new string('v', 8001) } },
        })).Ok();

        Assert.Equal(6000, (await server.DataAsync(run, "params"))["p"].GetString()!.Length);
        Assert.Equal(8000, (await server.DataAsync(run, "tags"))["t"].GetString()!.Length);
    }

    private static string Key(int i) => "k" + i.ToString(CultureInfo.InvariantCulture);
}
