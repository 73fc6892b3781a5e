using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Datasets and models that runs read and make.</summary>
public sealed class RunInputTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Keeps_datasets_and_models()
    {
        string run = await server.NewRunAsync();

        Assert.Equal("{}", (await server.PostAsync("runs/log-inputs", new
        {
            run_id = run,
            datasets = new[] { Input("name1", "digest1", tags: [new { key = "mlflow.data.context", value = "training" }]) },
            models = new[] { new { model_id = "m-1" } },
        })).Ok().GetRawText());
        Assert.Equal("{}", (await server.PostAsync("runs/outputs", new { run_id = run, models = new[] { new { model_id = "m-2", step = 7 } } })).Ok().GetRawText());

        JsonElement found = await server.RunAsync(run);
        JsonElement input = found.GetProperty("inputs").List("dataset_inputs").Single();
        Assert.Equal("""{"name":"name1","digest":"digest1","source_type":"local","source":"{}","schema":"s","profile":"p"}""", input.GetProperty("dataset").GetRawText());
        Assert.Equal("""[{"key":"mlflow.data.context","value":"training"}]""", input.GetProperty("tags").GetRawText());
        Assert.Equal("""[{"model_id":"m-1"}]""", found.GetProperty("inputs").GetProperty("model_inputs").GetRawText());
        Assert.Equal("""[{"model_id":"m-2","step":7}]""", found.GetProperty("outputs").GetProperty("model_outputs").GetRawText());
    }

    [Theory]
    [InlineData("runs/log-metric", "model_id", 100, """{"run_id": "RUN", "key": "m", "value": 1, "timestamp": 1, "model_id": "TEXT"}""")]
    [InlineData("runs/log-metric", "dataset_name", 500, """{"run_id": "RUN", "key": "m", "value": 1, "timestamp": 1, "model_id": "m-1", "dataset_name": "TEXT"}""")]
    [InlineData("runs/log-metric", "dataset_digest", 36, """{"run_id": "RUN", "key": "m", "value": 1, "timestamp": 1, "model_id": "m-1", "dataset_digest": "TEXT"}""")]
    [InlineData("runs/log-batch", "metrics[0].model_id", 100, """{"run_id": "RUN", "metrics": [{"key": "m", "value": 1, "timestamp": 1, "model_id": "TEXT"}]}""")]
    [InlineData("runs/log-batch", "metrics[0].dataset_name", 500, """{"run_id": "RUN", "metrics": [{"key": "m", "value": 1, "timestamp": 1, "model_id": "m-1", "dataset_name": "TEXT"}]}""")]
    [InlineData("runs/log-batch", "metrics[0].dataset_digest", 36, """{"run_id": "RUN", "metrics": [{"key": "m", "value": 1, "timestamp": 1, "model_id": "m-1", "dataset_digest": "TEXT"}]}""")]
    [InlineData("runs/log-inputs", "models[0].model_id", 100, """{"run_id": "RUN", "models": [{"model_id": "TEXT"}]}""")]
    [InlineData("runs/log-inputs", "source_type", 500, """{"run_id": "RUN", "datasets": [{"dataset": {"name": "n", "digest": "d", "source_type": "TEXT", "source": "s"}}]}""")]
    [InlineData("runs/outputs", "models[0].model_id", 100, """{"run_id": "RUN", "models": [{"model_id": "TEXT", "step": 1}]}""")]
    [InlineData("runs/create", "user_id", 256, """{"user_id": "TEXT"}""")]
    public async Task A_link_is_as_long_as_an_index_holds(string call, string field, int max, string body)
    {
        string run = await server.NewRunAsync();

        // Random, since PostgreSQL packs what repeats itself.
        string text = string.Concat(Enumerable.Range(0, 400).Select(_ => Guid.NewGuid().ToString("N")));
        Task<MlflowAnswer> SendAsync(string with) =>
            server.SendTextAsync(HttpMethod.Post, call, body.Replace("RUN", run, StringComparison.Ordinal).Replace("TEXT", with, StringComparison.Ordinal));

        (await SendAsync(text[..max])).Ok();
        (await SendAsync(text[..(max + 1)])).Refused(400, "INVALID_PARAMETER_VALUE", $"'{field}' exceeds the maximum length of {max}");
        (await SendAsync(text)).Refused(400, "INVALID_PARAMETER_VALUE", $"'{field}' exceeds the maximum length of {max}");
    }

    [Fact]
    public async Task A_dataset_that_is_known_stays_as_it_is()
    {
        string experiment = await server.NewExperimentAsync();
        string first = await server.NewRunAsync(experiment);
        string second = await server.NewRunAsync(experiment);

        await server.PostAsync("runs/log-inputs", new { run_id = first, datasets = new[] { Input("n", "d", source: "one") } });
        await server.PostAsync("runs/log-inputs", new { run_id = second, datasets = new[] { Input("n", "d", source: "two") } });

        JsonElement dataset = (await server.RunAsync(second)).GetProperty("inputs").List("dataset_inputs").Single().GetProperty("dataset");
        Assert.Equal("one", dataset.Text("source"));
    }

    [Fact]
    public async Task Datasets_of_experiments_are_listed_once()
    {
        string experiment = await server.NewExperimentAsync();
        for (int i = 0; i < 2; i++)
        {
            await server.PostAsync("runs/log-inputs", new
            {
                run_id = await server.NewRunAsync(experiment),
                datasets = new[] { Input("name1", "digest1", tags: [new { key = "mlflow.data.context", value = "training" }]), Input("name2", "digest2") },
            });
        }

        JsonElement found = (await server.PostAsync("experiments/search-datasets", new { experiment_ids = new[] { experiment } })).Ok();

        Assert.Equal(
            $$"""[{"experiment_id":"{{experiment}}","name":"name1","digest":"digest1","context":"training"},{"experiment_id":"{{experiment}}","name":"name2","digest":"digest2"}]""",
            found.GetProperty("dataset_summaries").GetRawText());
        (await server.PostAsync("experiments/search-datasets", new { })).Refused(400, "INVALID_PARAMETER_VALUE", "SearchDatasets request must specify at least one experiment_id.");
        (await server.PostAsync("experiments/search-datasets", new { experiment_ids = Enumerable.Range(0, 21).Select(i => $"{i}") }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "SearchDatasets request cannot specify more than");
    }

    [Theory]
    [InlineData("""{"run_id": "RUN"}""", "Missing value for required parameter 'datasets'")]
    [InlineData("""{"run_id": "RUN", "datasets": "x"}""", "Invalid value \"x\" for parameter 'datasets' supplied")]
    [InlineData("""{"run_id": "RUN", "datasets": [{}]}""", "Missing value for required parameter 'datasets[0].dataset'")]
    [InlineData("""{"run_id": "RUN", "datasets": [{"dataset": {"digest": "d", "source_type": "s", "source": "s"}}]}""", "Missing value for required parameter 'datasets[0].dataset.name'")]
    [InlineData("""{"run_id": "RUN", "datasets": [{"dataset": {"name": "n", "source_type": "s", "source": "s"}}]}""", "Missing value for required parameter 'datasets[0].dataset.digest'")]
    [InlineData("""{"run_id": "RUN", "datasets": [{"dataset": {"name": "n", "digest": "d", "source": "s"}}]}""", "Missing value for required parameter 'datasets[0].dataset.source_type'")]
    [InlineData("""{"run_id": "RUN", "datasets": [{"dataset": {"name": "n", "digest": "d", "source_type": "s"}}]}""", "Missing value for required parameter 'datasets[0].dataset.source'")]
    [InlineData("""{"run_id": "RUN", "datasets": [{"dataset": {"name": 5}}]}""", "Invalid value 5 for parameter 'datasets[0].dataset.name' supplied")]
    [InlineData("""{"run_id": "RUN", "models": [{}]}""", "Missing value for required parameter 'models[0].model_id'")]
    public async Task Inputs_that_are_none_are_refused(string body, string part)
    {
        string run = await server.NewRunAsync();

        (await server.SendTextAsync(HttpMethod.Post, "runs/log-inputs", body.Replace("RUN", run, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Theory]
    [InlineData("name", 500)]
    [InlineData("digest", 36)]
    [InlineData("source", 65_535)]
    [InlineData("schema", 1_048_575)]
    [InlineData("profile", 16_777_215)]
    public async Task A_dataset_has_limits(string field, int max)
    {
        string run = await server.NewRunAsync();

        (await LogAsync(run, field, max)).Ok();
        (await LogAsync(run, field, max + 1)).Refused(400, "INVALID_PARAMETER_VALUE", $"'{field}' exceeds the maximum length of {max} characters");
    }

    [Theory]
    [InlineData("key", 255)]
    [InlineData("value", 500)]
    public async Task A_tag_of_an_input_has_limits(string field, int max)
    {
        string run = await server.NewRunAsync();

        (await LogTagAsync(run, field, max)).Ok();
        (await LogTagAsync(run, field, max + 1)).Refused(400, "INVALID_PARAMETER_VALUE", $"'{field}' exceeds the maximum length of {max} characters");
    }

    [Fact]
    public async Task One_call_logs_more_datasets_than_a_client_sends_at_once()
    {
        string run = await server.NewRunAsync();
        object[] datasets = [.. Enumerable.Range(0, 1010).Select(i => new { dataset = new { name = $"n{i}", digest = "d", source_type = "s", source = "s" } })];

        (await server.PostAsync("runs/log-inputs", new { run_id = run, datasets })).Ok();

        Assert.Equal(1010, (await server.RunAsync(run)).GetProperty("inputs").List("dataset_inputs").Count);
    }

    [Theory]
    [InlineData("""{"run_id": "RUN"}""", "Missing value for required parameter 'models'")]
    [InlineData("""{"run_id": "RUN", "models": [{"step": 1}]}""", "Missing value for required parameter 'models[0].model_id'")]
    [InlineData("""{"run_id": "RUN", "models": [{"model_id": "m-1", "step": "x"}]}""", "Invalid value \"x\" for parameter 'models[0].step' supplied")]
    public async Task Outputs_that_are_none_are_refused(string body, string part)
    {
        string run = await server.NewRunAsync();

        (await server.SendTextAsync(HttpMethod.Post, "runs/outputs", body.Replace("RUN", run, StringComparison.Ordinal))).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Fact]
    public async Task Models_of_older_clients_are_listed_in_a_tag()
    {
        string run = await server.NewRunAsync();

        for (int i = 0; i < 3; i++)
        {
            string model = $$"""{"artifact_path": "model/path/{{i}}", "flavors": {}, "utc_time_created": "2026-01-01", "run_id": "{{run}}"}""";
            (await server.PostAsync("runs/log-model", new { run_id = run, model_json = model })).Ok();
        }

        using JsonDocument history = JsonDocument.Parse((await server.DataAsync(run, "tags"))["mlflow.log-model.history"].GetString()!);
        Assert.Equal(["model/path/0", "model/path/1", "model/path/2"], history.RootElement.EnumerateArray().Select(m => m.Text("artifact_path")));
    }

    [Theory]
    [InlineData("{", "Malformed model info")]
    [InlineData("[]", "Malformed model info")]
    [InlineData("""{"artifact_path": "x"}""", "Model json is missing mandatory fields: flavors, run_id, utc_time_created")]
    public async Task A_model_that_is_none_is_refused(string model, string part)
    {
        string run = await server.NewRunAsync();

        (await server.PostAsync("runs/log-model", new { run_id = run, model_json = model })).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    private static object Input(string name, string digest, string source = "{}", object[]? tags = null) =>
        new { tags = tags ?? [], dataset = new { name, digest, source_type = "local", source, schema = "s", profile = "p" } };

    private Task<MlflowAnswer> LogAsync(string run, string field, int length)
    {
        Dictionary<string, string> dataset = new() { ["name"] = "n", ["digest"] = "d", ["source_type"] = "local", ["source"] = "s", [field] = new string('x', length) };
        return server.PostAsync("runs/log-inputs", new { run_id = run, datasets = new[] { new { dataset } } });
    }

    private Task<MlflowAnswer> LogTagAsync(string run, string field, int length)
    {
        string text = new('a', length);
        var tag = new { key = field == "key" ? text : "k", value = field == "value" ? text : "v" };
        return server.PostAsync("runs/log-inputs", new
        {
            run_id = run,
            datasets = new[] { new { dataset = new { name = $"{field} {length}", digest = "d", source_type = "s", source = "s" }, tags = new[] { tag } } },
        });
    }
}
