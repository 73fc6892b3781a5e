using System.Net;
using System.Text;
using System.Text.Json;

namespace Hamf.Server.Tests.Api;

public sealed class EventsApiTests
{
    [Fact]
    public async Task Takes_events_in_every_shape_and_answers_with_their_ids()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string columns = JsonSerializer.Serialize(CardData.Columns);
        string[] bodies =
        [
            CardData.Payment("a"),
            $"[{CardData.Payment("b")},{CardData.Payment("c")}]",
            $$"""{"data":[{{CardData.Payment("d")}}]}""",
            $$"""{"columns":{{columns}},"index":[0],"data":[{{CardData.PaymentCells("e")}}]}""",
        ];

        List<string> ids = [];
        foreach (string body in bodies)
        {
            JsonElement taken = (await server.PostAsync("/events", body)).Ok(HttpStatusCode.Accepted);
            ids.AddRange(taken.GetProperty("event_ids").EnumerateArray().Select(i => i.GetString()!));
        }

        Assert.Equal(["a", "b", "c", "d", "e"], ids);
        Assert.Equal(ids, server.Home.Log.Records("topic_1").Select(r => JsonDocument.Parse(r.Value).RootElement.GetProperty("trans_num").GetString()));
    }

    [Fact]
    public async Task Keeps_every_digit_of_a_card_number()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        string columns = JsonSerializer.Serialize(CardData.Columns);
        string cells = CardData.PaymentCells("a").Replace("4111111111110000", "4497913965512794052", StringComparison.Ordinal);

        (await server.PostAsync("/events", $$"""{"columns":{{columns}},"data":[{{cells}}]}""")).Ok(HttpStatusCode.Accepted);

        Assert.Contains("4497913965512794052", Encoding.UTF8.GetString(server.Home.Log.Records("topic_1")[0].Value.Span), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_none_when_one_is_not_acceptable()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        JsonElement problem = (await server.PostAsync("/events", $"[{CardData.Payment("a")},{{\"trans_num\":\"b\"}}]")).Problem(422, "invalid_values");

        Assert.Equal(2, problem.GetProperty("errors")[0].GetProperty("row").GetInt32());
        Assert.Empty(server.Home.Log.Records("topic_1"));
    }

    [Fact]
    public async Task Says_so_when_the_log_is_full()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.Log.IsFull = true;

        (await server.PostAsync("/events", CardData.Payment("a"))).Problem(507, "log_full");
        Assert.StartsWith("ingest: retrying: ", (await server.GetAsync("/ready")).Ok().GetProperty("degraded")[0].GetString(), StringComparison.Ordinal);

        server.Home.Log.IsFull = false;
        (await server.PostAsync("/events", CardData.Payment("a"))).Ok(HttpStatusCode.Accepted);
        Assert.Equal(0, (await server.GetAsync("/ready")).Ok().GetProperty("degraded").GetArrayLength());
    }

    [Fact]
    public async Task Shows_a_scored_event_with_masked_persons_and_its_labels()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.AddScored("a/1", 0.9);
        (await server.PostAsync("/labels", """{"event_id":"a/1","verdict":"fraud","source":"analyst:anna"}""")).Ok();

        Answer answer = await server.GetAsync("/events/a%2F1");

        JsonElement shown = answer.Ok();
        Assert.Equal("411111******0042", shown.GetProperty("entity").GetString());
        Assert.Equal("977.01", shown.GetProperty("event").GetProperty("amt").GetString());
        Assert.False(shown.GetProperty("event").TryGetProperty("is_fraud", out _));
        Assert.True(shown.GetProperty("label").GetProperty("verdict").GetBoolean());
        Assert.Equal("2026-06-21T12:14:25.000Z", shown.GetProperty("time").GetString());
        Assert.DoesNotContain("4111111111110042", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("4111111111110000", answer.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Elliott", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_know_other_events()
    {
        await using TestServer server = await TestServer.WithCardAsync();

        (await server.GetAsync("/events/nobody")).Problem(404, "not_found");
        (await server.PostAsync("/models/nobody/events", "{}")).Problem(404, "not_found");
    }
}
