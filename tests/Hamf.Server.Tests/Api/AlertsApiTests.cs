using System.Text.Json;

namespace Hamf.Server.Tests.Api;

public sealed class AlertsApiTests
{
    [Fact]
    public async Task Pages_from_the_newest_to_the_oldest_without_gap_or_repeat()
    {
        await using TestServer server = await TestServer.StartAsync();
        for (int i = 0; i < 25; i++)
        {
            server.Home.AddScored("e" + i, 0.9);
        }

        List<long> seen = [];
        string? next = "/alerts?limit=10&detector=card-fraud";
        while (next is not null)
        {
            JsonElement page = (await server.GetAsync(next)).Ok();
            Assert.Equal(25, page.GetProperty("total").GetInt32());
            seen.AddRange(page.GetProperty("alerts").EnumerateArray().Select(a => a.GetProperty("alert_id").GetInt64()));
            next = page.GetProperty("next").GetString();
        }

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(i => (long)i), seen);
        Assert.Empty((await server.GetAsync("/alerts?detector=other")).Ok().GetProperty("alerts").EnumerateArray());
    }

    [Theory]
    [InlineData("limit=0")]
    [InlineData("limit=ten")]
    [InlineData("limit=99999")]
    [InlineData("before=-1")]
    public async Task Refuses_parameters_out_of_range(string query)
    {
        await using TestServer server = await TestServer.StartAsync();

        JsonElement problem = (await server.GetAsync("/alerts?" + query)).Problem(422, "invalid_values");

        Assert.Equal(query.Split('=')[0], problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task Is_json_to_programs_and_a_page_to_browsers()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Home.AddScored("e1", 0.9);

        Assert.Equal("application/json", (await server.GetAsync("/alerts", "*/*")).ContentType);
        Assert.Equal("application/json", (await server.GetAsync("/alerts")).ContentType);
        Answer page = await server.GetAsync("/alerts", "text/html,application/xhtml+xml,*/*;q=0.8");
        Assert.StartsWith("text/html", page.ContentType, StringComparison.Ordinal);
        Assert.Equal("Accept", page.Headers["Vary"]);
    }
}
