using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Searching logged models: two of them, measured on two datasets, each better on one.</summary>
public sealed class LoggedModelSearchTests : IAsyncLifetime
{
    private readonly MlflowServer _server = new();
    private string _experiment = "";

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        _experiment = await _server.NewExperimentAsync(test: "models");
        string run = await _server.NewRunAsync(_experiment);
        string one = await NewModelAsync("model_1", "val1");
        string two = await NewModelAsync("model_2", "val2");
        await LogAsync(run, one, "accuracy", 0.9, "dataset1", "digest1", time: 1);
        await LogAsync(run, one, "accuracy", 0.8, "dataset2", "digest2", time: 2);
        await LogAsync(run, two, "accuracy", 0.8, "dataset1", "digest1", time: 3);
        await LogAsync(run, two, "accuracy", 0.9, "dataset2", "digest2", time: 4);
        await LogAsync(run, one, "only_one", 1, null, null, time: 5);
        await LogAsync(run, one, "a name with blanks", 2, null, null, time: 6);
        await LogAsync(run, two, "a name with blanks", 1, null, null, time: 7);
        await _server.SendAsync(HttpMethod.Patch, $"logged-models/{one}", new { status = "LOGGED_MODEL_READY" });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Finds_the_newest_first_page_by_page()
    {
        Assert.Equal("model_2 model_1", await NamesAsync());
        JsonElement first = (await SearchAsync("\"max_results\": 1")).Ok();
        Assert.Equal("model_2", first.List("models").Single().GetProperty("info").Text("name"));
        Assert.Equal("model_1", await NamesAsync($"\"max_results\": 1, \"page_token\": \"{first.Text("next_page_token")}\""));
        Assert.Equal("", await NamesOfAsync("""{"experiment_ids": ["0", "abc", "4711"]}"""));
        Assert.Equal("model_2 model_1", await NamesOfAsync($$"""{"experiment_ids": [{{_experiment}}]}"""));
    }

    [Theory]
    [InlineData("""{"experiment_ids": ["0"], "page_token": "TOKEN"}""", "Experiment IDs in the page token do not match")]
    [InlineData("""{"experiment_ids": ["ID"], "order_by": [{"field_name": "name"}], "page_token": "TOKEN"}""", "Order by in the page token does not match")]
    [InlineData("""{"experiment_ids": ["ID"], "filter": "name = 'model_1'", "page_token": "TOKEN"}""", "Filter string in the page token does not match")]
    public async Task A_page_follows_only_in_the_search_of_the_page_before(string body, string part)
    {
        string token = (await SearchAsync("\"max_results\": 1")).Ok().Text("next_page_token");

        string other = body.Replace("ID", _experiment, StringComparison.Ordinal).Replace("TOKEN", token, StringComparison.Ordinal);
        (await _server.SendTextAsync(HttpMethod.Post, "logged-models/search", other)).Refused(400, "INVALID_PARAMETER_VALUE", part);
    }

    [Theory]
    [InlineData("\"filter\": \"name = 'model_1'\"", "Filter string in the page token does not match")]
    [InlineData("\"datasets\": [{\"dataset_name\": \"dataset1\"}]", "Filter string in the page token does not match")]
    [InlineData("\"order_by\": [{\"field_name\": \"creation_time\"}]", "Order by in the page token does not match")]
    public async Task A_page_is_not_the_next_one_of_another_search(string other, string part)
    {
        string token = (await SearchAsync("\"max_results\": 1")).Ok().Text("next_page_token");

        (await SearchAsync($"{other}, \"page_token\": \"{token}\"")).Refused(400, "INVALID_PARAMETER_VALUE", part);
        (await _server.PostAsync("logged-models/search", new { experiment_ids = new[] { "0" }, page_token = token }))
            .Refused(400, "INVALID_PARAMETER_VALUE", "Experiment IDs in the page token do not match");
        Assert.Equal("model_1", await NamesAsync($"\"max_results\": 100, \"page_token\": \"{token}\""));
    }

    [Fact]
    public async Task Refuses_more_datasets_than_a_statement_holds()
    {
        string[] datasets = [.. Enumerable.Range(0, 101).Select(i => $"{{\"dataset_name\": \"dataset{i}\"}}")];

        Assert.Equal("model_2 model_1", await NamesAsync($"\"datasets\": [{string.Join(',', datasets[..100])}]"));
        (await SearchAsync($"\"datasets\": [{string.Join(',', datasets)}]")).Refused(400, "INVALID_PARAMETER_VALUE", "'datasets' has 101 entries");
    }

    [Fact]
    public async Task Finds_by_filter()
    {
        foreach ((string filter, string names) in new[]
        {
            ("name = 'model_1'", "model_1"),
            ("attributes.name != 'model_1'", "model_2"),
            ("name LIKE 'model%'", "model_2 model_1"),
            ("name IN ('model_1', 'foo')", "model_1"),
            ("name NOT IN ('model_1')", "model_2"),
            ("status = 'READY'", "model_1"),
            ("creation_timestamp > 0", "model_2 model_1"),
            ("creation_timestamp = 0", ""),
            ("params.param1 = 'val1'", "model_1"),
            ("tags.`tag 1` = 'val2'", "model_2"),
            ("params.param1 = 'val1' AND tags.`tag 1` = 'val1'", "model_1"),
            ("params.param1 = 'val1' AND tags.`tag 1` = 'val2'", ""),
            ("metrics.accuracy > 0.85", "model_2 model_1"),
            ("metrics.only_one = 1", "model_1"),
            ("metrics.only_one < 1", ""),
        })
        {
            Assert.Equal((filter, names), (filter, await NamesAsync($"\"filter\": {JsonSerializer.Serialize(filter)}")));
        }
    }

    [Fact]
    public async Task Looks_only_at_metrics_of_the_datasets_asked_for()
    {
        const string Better = "\"filter\": \"metrics.accuracy > 0.85\"";

        Assert.Equal("model_1", await NamesAsync(Better + """, "datasets": [{"dataset_name": "dataset1"}]"""));
        Assert.Equal("model_2", await NamesAsync(Better + """, "datasets": [{"dataset_name": "dataset2", "dataset_digest": "digest2"}]"""));
        Assert.Equal("", await NamesAsync(Better + """, "datasets": [{"dataset_name": "dataset2", "dataset_digest": "digest1"}]"""));
        Assert.Equal("model_2 model_1", await NamesAsync("""
            "datasets": [{"dataset_name": "dataset1"}]
            """));
        Assert.Equal("", await NamesAsync("""
            "datasets": [{"dataset_name": "other"}]
            """));
    }

    [Fact]
    public async Task Orders()
    {
        foreach ((string order, string names) in new[]
        {
            ("""{"field_name": "creation_timestamp", "ascending": true}""", "model_1 model_2"),
            ("""{"field_name": "creation_time"}""", "model_1 model_2"),
            ("""{"field_name": "name", "ascending": false}""", "model_2 model_1"),
            ("""{"field_name": "metrics.accuracy"}""", "model_1 model_2"),
            ("""{"field_name": "metrics.accuracy", "ascending": false}""", "model_2 model_1"),
            ("""{"field_name": "metrics.accuracy", "dataset_name": "dataset1"}""", "model_2 model_1"),
            ("""{"field_name": "metrics.accuracy", "dataset_digest": "digest1"}""", "model_2 model_1"),
            ("""{"field_name": "metrics.accuracy", "dataset_name": "dataset2", "dataset_digest": "digest2"}""", "model_1 model_2"),
            ("""{"field_name": "metrics.only_one"}""", "model_1 model_2"),
            ("""{"field_name": "metrics.a name with blanks", "ascending": false}""", "model_1 model_2"),
            ("""{"field_name": "metrics.only_one", "ascending": false}""", "model_1 model_2"),
        })
        {
            Assert.Equal((order, names), (order, await NamesAsync($"\"order_by\": [{order}]")));
        }
    }

    [Theory]
    [InlineData("""{}""", "Missing value for required parameter 'experiment_ids'")]
    [InlineData("""{"experiment_ids": []}""", "Missing value for required parameter 'experiment_ids'")]
    [InlineData("""{"experiment_ids": [true]}""", "Invalid value true for parameter 'experiment_ids[0]' supplied")]
    [InlineData("""{"experiment_ids": ["0"], "filter": "Foo"}""", "Invalid filter string")]
    [InlineData("""{"experiment_ids": ["0"], "filter": "foo.bar = 'a'"}""", "Invalid entity type")]
    [InlineData("""{"experiment_ids": ["0"], "filter": "name > 'foo'"}""", "Invalid comparison operator")]
    [InlineData("""{"experiment_ids": ["0"], "filter": "metrics.foo LIKE 0"}""", "Invalid comparison operator")]
    [InlineData("""{"experiment_ids": ["0"], "order_by": [{"ascending": true}]}""", "Missing value for required parameter 'order_by[0].field_name'")]
    [InlineData("""{"experiment_ids": ["0"], "order_by": [{"field_name": "params.x"}]}""", "Invalid order by field name")]
    [InlineData("""{"experiment_ids": ["0"], "order_by": ["name"]}""", "for parameter 'order_by[0]' supplied")]
    [InlineData("""{"experiment_ids": ["0"], "datasets": [{}]}""", "Missing value for required parameter 'datasets[0].dataset_name'")]
    [InlineData("""{"experiment_ids": ["0"], "max_results": 0}""", "for parameter 'max_results' supplied")]
    [InlineData("""{"experiment_ids": ["0"], "page_token": "x"}""", "page token")]
    public async Task Refuses(string body, string part) =>
        (await _server.SendTextAsync(HttpMethod.Post, "logged-models/search", body)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    private Task<MlflowAnswer> SearchAsync(string fields) => _server.SendTextAsync(
        HttpMethod.Post, "logged-models/search", $$"""{"experiment_ids": ["{{_experiment}}"]{{(fields.Length == 0 ? "" : ", ")}}{{fields}}}""");

    private async Task<string> NamesAsync(string fields = "") => Names(await SearchAsync(fields));

    private async Task<string> NamesOfAsync(string body) => Names(await _server.SendTextAsync(HttpMethod.Post, "logged-models/search", body));

    private static string Names(MlflowAnswer answer) => string.Join(' ', answer.Ok().List("models").Select(m => m.GetProperty("info").Text("name")));

    private async Task<string> NewModelAsync(string name, string value) => (await _server.PostAsync("logged-models", new
    {
        experiment_id = _experiment,
        name,
        @params = new[] { new { key = "param1", value } },
        tags = new[] { new { key = "tag 1", value } },
    })).Ok().GetProperty("model").GetProperty("info").Text("model_id");

    private async Task LogAsync(string run, string model, string key, double value, string? dataset, string? digest, long time) => (await _server.PostAsync(
        "runs/log-metric", new { run_id = run, key, value, timestamp = time, model_id = model, dataset_name = dataset, dataset_digest = digest })).Ok();
}
