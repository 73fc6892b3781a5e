using System.Text.Json;

namespace Hamf.Mlflow.Tests;

/// <summary><c>registered-models/search</c> on 29 models of its own.</summary>
public sealed class RegisteredModelSearchTests(MlflowServer server) : IClassFixture<MlflowServer>, IAsyncLifetime
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 29).Select(i => $"CreateRMsearch{i:000}")];

    public async ValueTask InitializeAsync()
    {
        if ((await server.GetAsync("registered-models/search?max_results=1")).Ok().TryGetProperty("registered_models", out _))
        {
            return;
        }

        foreach (string name in Names)
        {
            object[] tags = name.EndsWith('7') ? [new { key = "lucky", value = "Yes" }] : [];
            (await server.PostAsync("registered-models/create", new { name, tags })).Ok();
        }
    }

    public ValueTask DisposeAsync() => default;

    [Theory]
    [InlineData("", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28", 1)]
    [InlineData("", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28", 8)]
    [InlineData("", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28", 29)]
    [InlineData("", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28", 1000)]
    [InlineData("name LIKE '%7'", "7,17,27", 2)]
    [InlineData("name ILIKE '%rm%00%'", "0,1,2,3,4,5,6,7,8,9", 3)]
    [InlineData("name LIKE '%rm%00%'", "", 8)]
    [InlineData("name = 'badname'", "", 8)]
    [InlineData("name = 'CreateRMsearch023'", "23", 1)]
    [InlineData("name != 'CreateRMsearch023' AND name LIKE '%02_'", "20,21,22,24,25,26,27,28", 5)]
    [InlineData("tags.lucky = 'Yes'", "7,17,27", 1)]
    [InlineData("tag.lucky ILIKE 'y%' and name like '%1_'", "17", 1)]
    [InlineData("tags.`lucky` != 'Yes'", "", 1)]
    public async Task Pages_join_to_what_the_filter_finds(string filter, string numbers, int max)
    {
        List<string> found = [];
        string? token = null;
        do
        {
            JsonElement page = await SearchAsync($"filter={Uri.EscapeDataString(filter)}&max_results={max}" + (token is null ? "" : $"&page_token={Uri.EscapeDataString(token)}"));
            found.AddRange(page.TryGetProperty("registered_models", out JsonElement items) ? items.EnumerateArray().Select(m => m.Text("name")) : []);
            token = page.TryGetProperty("next_page_token", out JsonElement next) ? next.GetString() : null;
        }
        while (token is not null);

        Assert.Equal(numbers, string.Join(',', found.Select(name => int.Parse(name[^3..], null))));
    }

    [Theory]
    [InlineData("name DESC", "028")]
    [InlineData("name", "000")]
    [InlineData("timestamp DESC", "028")]
    [InlineData("last_updated_timestamp  asc", "000")]
    public async Task Orders(string order, string first)
    {
        JsonElement page = await SearchAsync($"max_results=1&order_by={Uri.EscapeDataString(order)}");

        Assert.Equal("CreateRMsearch" + first, page.Each("registered_models", "name"));
    }

    [Theory]
    [InlineData("max_results=0", "Invalid value for max_results")]
    [InlineData("max_results=-1", "Invalid value for max_results")]
    [InlineData("max_results=1001&page_token=evilhax", "Invalid value for request parameter max_results")]
    [InlineData("max_results=ten", "max_results")]
    [InlineData("page_token=evilhax", "Invalid page token, could not base64-decode")]
    [InlineData("filter=run_id%3D'x'", "Invalid attribute key 'run_id' specified")]
    [InlineData("filter=name!%3Dsomething", "")]
    [InlineData("filter=evilhax%20%3D%20true", "Invalid clause(s) in filter string")]
    [InlineData("filter=name%20%3D%20'a'%20OR%20name%20%3D%20'b'", "Invalid clause(s) in filter string")]
    [InlineData("order_by=creation_timestamp%20DESC", "Invalid order by key 'creation_timestamp' specified")]
    [InlineData("order_by=name%20ASC%20blah", "Invalid order_by clause")]
    [InlineData("order_by=timestamp&order_by=last_updated_timestamp", "`order_by` contains duplicate fields")]
    public async Task Refuses(string query, string part) =>
        (await server.GetAsync("registered-models/search?" + query)).Refused(400, "INVALID_PARAMETER_VALUE", part);

    [Fact]
    public async Task Asks_by_POST_too() => Assert.Equal(
        "CreateRMsearch028",
        (await server.PostAsync("registered-models/search", new { max_results = 1, order_by = (string[])["name DESC"] })).Ok().Each("registered_models", "name"));

    private async Task<JsonElement> SearchAsync(string query) => (await server.GetAsync("registered-models/search?" + query)).Ok();
}
