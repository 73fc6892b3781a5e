using System.Net;
using System.Text.Json;

namespace Hamf.Server.Tests.Api;

public sealed class StreamTests
{
    [Fact]
    public async Task A_posted_event_is_scored_stored_and_alarmed_on()
    {
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            home.Streams = true;
        });
        JsonElement expected = (await server.PostAsync("/models/card-fraud/predict", CardData.Payment("bad", 990, "shopping_net"))).Ok();

        (await server.PostAsync("/events", $"[{CardData.Payment("good", 12)},{CardData.Payment("bad", 990, "shopping_net")}]")).Ok(HttpStatusCode.Accepted);
        await UntilAsync(async () => (await server.GetAsync("/events/bad")).Status == HttpStatusCode.OK && server.Home.Alerts.Count() == 1);

        JsonElement scored = (await server.GetAsync("/events/bad")).Ok();
        Assert.Equal(expected.GetProperty("score").GetDouble(), scored.GetProperty("score").GetDouble());
        Assert.Equal(1, scored.GetProperty("decision").GetInt32());
        JsonElement alert = (await server.GetAsync("/alerts")).Ok().GetProperty("alerts")[0];
        Assert.Equal("bad", alert.GetProperty("event_id").GetString());
        Assert.Equal("411111******0000", alert.GetProperty("entity").GetString());
        Assert.Equal(0, (await server.GetAsync("/events/good")).Ok().GetProperty("decision").GetInt32());
        await UntilAsync(async () => (await server.GetAsync("/metrics")).Text.Contains("""hamf_stage_out_total{stage="score"} 2""", StringComparison.Ordinal));
        Assert.Empty(server.Errors);
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (int i = 0; i < 400 && !await holds(); i++)
        {
            await Task.Delay(25, TestContext.Current.CancellationToken);
        }

        Assert.True(await holds());
    }
}
