using System.Text.Json;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Tests.Api;

public sealed class ModelsApiTests
{
    [Fact]
    public async Task Lists_models_with_their_champions()
    {
        await using TestServer server = await TestServer.StartAsync(TwoVersions);

        JsonElement model = (await server.GetAsync("/models")).Ok().GetProperty("models")[0];

        Assert.Equal("card-fraud", model.GetProperty("name").GetString());
        Assert.Equal((1, 2, 2), (Number(model, "champion"), Number(model, "challenger"), Number(model, "versions")));
    }

    [Fact]
    public async Task Promotes_a_version_serves_it_at_once_and_rolls_back()
    {
        await using TestServer server = await TestServer.StartAsync(TwoVersions);

        JsonElement promoted = (await server.PostAsync(
            "/models/card-fraud/aliases/champion", """{"version":2,"reason":"better"}""")).Ok();
        int after = Number((await server.PostAsync("/models/card-fraud/predict", CardData.Payment("a"))).Ok(), "version");
        JsonElement back = (await server.PostAsync("/models/card-fraud/rollback", """{"reason":"worse"}""")).Ok();
        int atLast = Number((await server.PostAsync("/models/card-fraud/predict", CardData.Payment("a"))).Ok(), "version");

        Assert.Equal((2, 1), (Number(promoted, "version"), Number(promoted, "previous")));
        Assert.Equal((2, 1), (after, atLast));
        Assert.Equal((1, 2), (Number(back, "version"), Number(back, "previous")));
        JsonElement history = (await server.GetAsync("/models/card-fraud")).Ok().GetProperty("champion_history");
        Assert.Equal(["worse", "better"], history.EnumerateArray().Take(2).Select(m => m.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task Rolls_back_without_a_body_and_says_when_there_is_nothing_to_go_back_to()
    {
        await using TestServer server = await TestServer.StartAsync(TwoVersions);
        using HttpRequestMessage request = new(HttpMethod.Post, "/models/card-fraud/rollback");

        (await server.SendAsync(request)).Problem(409, "nothing_to_roll_back_to");
        (await server.PostAsync("/models/nobody/rollback", "{}")).Problem(404, "not_found");
    }

    [Fact]
    public async Task Keeps_the_champion_when_a_version_cannot_be_loaded()
    {
        string lost = "";
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            lost = home.Artifacts.Put("not a model"u8);
            home.Models.Register(home.Models.Find(new ModelReference("card-fraud", null, 1))! with { BundleDigest = lost });
        });

        (await server.PostAsync("/models/card-fraud/aliases/champion", """{"version":2}""")).Problem(409, "version_not_loadable");
        server.Home.Artifacts.Lose(lost);
        (await server.PostAsync("/models/card-fraud/aliases/champion", """{"version":2}""")).Problem(409, "version_not_loadable");

        Assert.Equal(1, Number((await server.PostAsync("/models/card-fraud/predict", CardData.Payment("a"))).Ok(), "version"));
    }

    [Theory]
    [InlineData("""{"version":9}""", 404, "not_found")]
    [InlineData("""{"version":"2"}""", 422, "invalid_values")]
    [InlineData("""{"version":0}""", 422, "invalid_values")]
    [InlineData("{}", 422, "invalid_values")]
    [InlineData("[]", 400, "malformed_request")]
    [InlineData("nothing", 400, "malformed_request")]
    public async Task Refuses_to_promote_what_is_not_a_version(string body, int status, string code)
    {
        await using TestServer server = await TestServer.StartAsync(TwoVersions);

        (await server.PostAsync("/models/card-fraud/aliases/champion", body)).Problem(status, code);
    }

    [Fact]
    public async Task Shows_the_version_that_is_none()
    {
        await using TestServer server = await TestServer.StartAsync(TwoVersions);

        JsonElement problem = (await server.PostAsync("/models/card-fraud/aliases/champion", """{"version":-1}""")).Problem(422, "invalid_values");

        Assert.Contains("found '-1'", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serves_the_report_in_a_sandbox()
    {
        await using TestServer server = await TestServer.StartAsync(TwoVersions);

        Answer report = await server.GetAsync("/models/card-fraud/versions/1/report", "text/html");

        Assert.Contains("All well", report.Text, StringComparison.Ordinal);
        Assert.StartsWith("sandbox;", report.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        foreach (string path in new[] { "card-fraud/versions/9", "card-fraud/versions/x", "nobody/versions/1" })
        {
            (await server.GetAsync($"/models/{path}/report")).Problem(404, "not_found");
        }
    }

    [Fact]
    public async Task No_request_fails_while_the_champion_is_swapped()
    {
        await using TestServer server = await TestServer.StartAsync(TwoVersions);
        using CancellationTokenSource stop = new();
        string body = CardData.Payment("a");
        List<int> versions = [];
        Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                int version = Number((await server.PostAsync("/models/card-fraud/predict", body)).Ok(), "version");
                lock (versions)
                {
                    versions.Add(version);
                }
            }
        }))];

        for (int i = 0; i < 40; i++)
        {
            (await server.PostAsync("/models/card-fraud/aliases/champion", $$"""{"version":{{2 - (i % 2)}}}""")).Ok();
        }

        await stop.CancelAsync();
        await Task.WhenAll(callers);
        Assert.Equal([1, 2], versions.Distinct().Order());
        Assert.Empty(server.Errors);
    }

    private static void TwoVersions(Memory.MemoryHome home)
    {
        TrainedModels.RegisterCard(home);
        TrainedModels.RegisterCard(home);
    }

    private static int Number(JsonElement json, string name) => json.GetProperty(name).GetInt32();
}
