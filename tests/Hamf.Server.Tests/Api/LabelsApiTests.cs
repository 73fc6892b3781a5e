using System.Text.Json;

namespace Hamf.Server.Tests.Api;

public sealed class LabelsApiTests
{
    [Fact]
    public async Task Counts_what_is_new_and_lists_events_it_does_not_know()
    {
        await using TestServer server = await TestServer.StartAsync();
        server.Home.AddScored("a", 0.9);
        const string Body = """
            [{"event_id":"a","verdict":true,"source":"analyst:anna","time":"2026-07-01T10:00:00+02:00"},{"event_id":"z","verdict":"legit"}]
            """;

        JsonElement first = (await server.PostAsync("/labels", Body)).Ok();
        JsonElement again = (await server.PostAsync("/labels", "{\"data\":" + Body[..Body.IndexOf(",{\"event_id\":\"z", StringComparison.Ordinal)] + "]}")).Ok();

        Assert.Equal((2, 2, 0), (Number(first, "received"), Number(first, "added"), Number(first, "unchanged")));
        Assert.Equal(["z"], first.GetProperty("unknown_event_ids").EnumerateArray().Select(i => i.GetString()));
        Assert.Equal((1, 0, 1), (Number(again, "received"), Number(again, "added"), Number(again, "unchanged")));
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("1", true)]
    [InlineData("\"1\"", true)]
    [InlineData("\"fraud\"", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("\"legit\"", false)]
    public async Task Reads_verdicts_in_every_spelling(string verdict, bool positive)
    {
        await using TestServer server = await TestServer.StartAsync();

        (await server.PostAsync("/labels", $$"""{"event_id":17,"verdict":{{verdict}}}""")).Ok();

        Assert.Equal(positive, server.Home.Labels.History("17").Single().Positive);
        Assert.Equal("api", server.Home.Labels.History("17").Single().Source);
    }

    [Fact]
    public async Task Keeps_the_history_of_corrections_newest_first()
    {
        await using TestServer server = await TestServer.StartAsync();
        (await server.PostAsync("/labels", """{"event_id":"a","verdict":1,"time":"2026-07-01T00:00:00Z","source":"rule"}""")).Ok();
        (await server.PostAsync("/labels", """{"event_id":"a","verdict":0,"time":1782950400000,"source":"analyst:bo"}""")).Ok();

        JsonElement shown = (await server.GetAsync("/labels/a")).Ok();

        Assert.Equal("analyst:bo", shown.GetProperty("label").GetProperty("source").GetString());
        Assert.Equal([false, true], shown.GetProperty("labels").EnumerateArray().Select(l => l.GetProperty("verdict").GetBoolean()));
        (await server.GetAsync("/labels/nobody")).Problem(404, "not_found");
    }

    [Fact]
    public async Task Names_every_fault_of_every_label_and_keeps_none()
    {
        await using TestServer server = await TestServer.StartAsync();

        JsonElement problem = (await server.PostAsync(
            "/labels", """[{"event_id":"a","verdict":1},{"verdict":"maybe","time":"yesterday","source":""},{"event_id":null,"verdict":{}}]"""))
            .Problem(422, "invalid_values");

        Assert.Equal(
            [(2, "event_id"), (2, "verdict"), (2, "source"), (2, "time"), (3, "event_id"), (3, "verdict")],
            problem.GetProperty("errors").EnumerateArray().Select(e => (e.GetProperty("row").GetInt32(), e.GetProperty("field").GetString()!)));
        Assert.Equal(0, server.Home.Labels.Count());
    }

    [Theory]
    [InlineData("[1]")]
    [InlineData("nothing")]
    [InlineData("""{"event_id":"a","event_id":"b","verdict":1}""")]
    public async Task Refuses_what_is_not_labels(string body)
    {
        await using TestServer server = await TestServer.StartAsync();

        (await server.PostAsync("/labels", body)).Problem(400, "malformed_request");
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
