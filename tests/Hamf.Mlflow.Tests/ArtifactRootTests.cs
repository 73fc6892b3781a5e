using Hamf.Server;

namespace Hamf.Mlflow.Tests;

public sealed class ArtifactRootTests
{
    [Fact]
    public async Task Experiments_without_a_place_lie_below_the_root()
    {
        await using MlflowServer server = await StartAsync("s3://bucket/runs/?profile=a");

        string id = (await server.PostAsync("experiments/create", new { name = "e" })).Ok().Text("experiment_id");
        string run = (await server.PostAsync("runs/create", new { experiment_id = id })).Ok().GetProperty("run").GetProperty("info").Text("artifact_uri");
        string named = (await server.PostAsync("experiments/create", new { name = "named", artifact_location = "s3://other/e" })).Ok().Text("experiment_id");

        Assert.Equal($"s3://bucket/runs/{id}?profile=a", server.Home.Tracking.FindExperiment(long.Parse(id, null))!.ArtifactLocation);
        Assert.Matches($"^s3://bucket/runs/{id}/[0-9a-f]{{32}}/artifacts[?]profile=a$", run);
        Assert.Equal("s3://other/e", server.Home.Tracking.FindExperiment(long.Parse(named, null))!.ArtifactLocation);
    }

    [Fact]
    public async Task What_Hamf_trains_stays_here_also_in_such_an_experiment()
    {
        await using MlflowServer server = await StartAsync("file:///srv/elsewhere");
        string id = (await server.PostAsync("experiments/create", new { name = "card-fraud" })).Ok().Text("experiment_id");

        string run = server.Home.Runs.Start("card-fraud", "train");

        Assert.Equal($"mlflow-artifacts:/{id}/{run}/artifacts", server.Home.Tracking.FindRun(run)!.ArtifactUri);
    }

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("s3://bucket/a#b", "fragments")]
    [InlineData("runs:/0/a", "runs:/ URI")]
    public void A_root_that_is_no_place_is_refused_at_the_start(string root, string part) =>
        Assert.Contains(part, Assert.Single(new HamfServerOptions { DefaultArtifactRoot = root }.Check(hasAdminKey: true)), StringComparison.Ordinal);

    private static async Task<MlflowServer> StartAsync(string root)
    {
        MlflowServer server = new() { Options = new HamfServerOptions { Port = 0, DefaultArtifactRoot = root } };
        await server.InitializeAsync();
        return server;
    }
}
