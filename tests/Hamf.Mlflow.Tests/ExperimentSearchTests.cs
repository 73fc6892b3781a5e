using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary>Searching experiments, on a server of its own because everything is found.</summary>
public sealed class ExperimentSearchTests : IAsyncLifetime
{
    private readonly MlflowServer _server = new();

    public async ValueTask InitializeAsync()
    {
        await _server.InitializeAsync();
        await _server.PostAsync("experiments/create", new { name = "a", tags = new[] { new { key = "key", value = "value" } } });
        await _server.PostAsync("experiments/create", new { name = "ab", tags = new[] { new { key = "key", value = "vaLue" } } });
        await _server.PostAsync("experiments/create", new { name = "Abc" });
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Finds_by_filter_order_and_page()
    {
        Assert.Equal(["Abc", "ab", "a", "Default"], await NamesAsync(new { max_results = 10 }));
        Assert.Equal(["a"], await NamesAsync(new { max_results = 10, filter = "attribute.name = 'a'" }));
        Assert.Equal(["Abc", "ab", "Default"], await NamesAsync(new { max_results = 10, filter = "attribute.name != 'a'" }));
        Assert.Equal(["ab", "a"], await NamesAsync(new { max_results = 10, filter = "name LIKE 'a%'" }));
        Assert.Equal(["a"], await NamesAsync(new { max_results = 10, filter = "tag.key = 'value'" }));
        Assert.Equal(["ab"], await NamesAsync(new { max_results = 10, filter = "tag.key != 'value'" }));
        Assert.Equal(["ab", "a"], await NamesAsync(new { max_results = 10, filter = "tag.key ILIKE '%alu%'" }));
        Assert.Equal(["ab", "a", "Default", "Abc"], await NamesAsync(new { max_results = 10, order_by = new[] { "name DESC" } }));

        JsonElement first = (await _server.PostAsync("experiments/search", new { max_results = 2 })).Ok();
        Assert.Equal(["Abc", "ab"], first.List("experiments").Select(e => e.Text("name")));
        Assert.Equal(["a", "Default"], await NamesAsync(new { max_results = 2, page_token = first.Text("next_page_token") }));
        JsonElement last = (await _server.PostAsync("experiments/search", new { max_results = 2, page_token = first.Text("next_page_token") })).Ok();
        Assert.False(last.TryGetProperty("next_page_token", out _));
    }

    [Fact]
    public async Task Shows_the_stages_asked_for_by_post_and_by_get()
    {
        JsonElement found = (await _server.GetAsync("experiments/get-by-name?experiment_name=ab")).Ok().GetProperty("experiment");
        await _server.PostAsync("experiments/delete", new { experiment_id = found.Text("experiment_id") });

        Assert.Equal(["Abc", "a", "Default"], await NamesAsync(new { max_results = 10, view_type = "ACTIVE_ONLY" }));
        Assert.Equal(["ab"], await NamesAsync(new { max_results = 10, view_type = "DELETED_ONLY" }));
        Assert.Equal(["Abc", "ab", "a", "Default"], await NamesAsync(new { max_results = 10, view_type = 3 }));
        JsonElement byGet = (await _server.GetAsync("experiments/search?max_results=10&view_type=ALL&order_by=name%20ASC")).Ok();
        Assert.Equal(["Abc", "Default", "a", "ab"], byGet.List("experiments").Select(e => e.Text("name")));
        Assert.Equal("{}", (await _server.PostAsync("experiments/search", new { filter = "name = 'nobody'" })).Ok().GetRawText());
    }

    [Theory]
    [InlineData("""{"max_results": 0}""", "It must be a positive integer, but got 0")]
    [InlineData("""{"max_results": -1}""", "It must be a positive integer, but got -1")]
    [InlineData("""{"max_results": 50001}""", "It must be at most 50000")]
    [InlineData("""{"max_results": "x"}""", "Invalid value \"x\" for parameter 'max_results' supplied")]
    [InlineData("""{"max_results": 1, "view_type": "SOME"}""", "ACTIVE_ONLY, DELETED_ONLY, ALL")]
    [InlineData("""{"max_results": 1, "order_by": "name"}""", "Invalid value \"name\" for parameter 'order_by' supplied")]
    [InlineData("""{"max_results": 1, "order_by": [5]}""", "for parameter 'order_by[0]' supplied")]
    [InlineData("""{"max_results": 1, "page_token": "??"}""", "page token")]
    [InlineData("""{"max_results": 1, "filter": "metrics.x > 1"}""", "Invalid")]
    [InlineData("""{"max_results": 1, "filter": "name = 'a' OR name = 'b'"}""", "OR")]
    public async Task Refuses(string body, string part) =>
        (await _server.SendTextAsync(HttpMethod.Post, "experiments/search", body)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    private async Task<IReadOnlyList<string>> NamesAsync(object query) =>
        [.. (await _server.PostAsync("experiments/search", query)).Ok().List("experiments").Select(e => e.Text("name"))];
}
