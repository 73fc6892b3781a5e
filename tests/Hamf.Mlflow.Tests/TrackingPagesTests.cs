using System.Net;
using System.Text.RegularExpressions;

namespace Hamf.Mlflow.Tests;

/// <summary>The browser's pages of experiments and runs, on runs that a client has logged.</summary>
public sealed partial class TrackingPagesTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    [Fact]
    public async Task Runs_are_listed_sorted_filtered_and_compared()
    {
        string experiment = await server.NewExperimentAsync();
        string low = await RunAsync(experiment, "low", 0.25, "3");
        string high = await RunAsync(experiment, "high <b>", 0.75, "7");

        string listed = await PageAsync($"/experiments/{experiment}");
        string rising = await PageAsync($"/experiments/{experiment}?order=metrics.auc%20ASC");
        string filtered = await PageAsync($"/experiments/{experiment}?filter=params.depth%20%3D%20'7'");
        string compared = await PageAsync($"/runs/compare?run={low}&run={high}");

        Assert.Contains("high &lt;b&gt;", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", listed, StringComparison.Ordinal);
        Assert.Equal([low, high], RunsOf(rising));
        Assert.Equal([high, low], RunsOf(await PageAsync($"/experiments/{experiment}?order=metrics.auc%20DESC")));
        Assert.Equal([high], RunsOf(filtered));
        Assert.Contains("0.25", compared, StringComparison.Ordinal);
        Assert.Contains("0.75", compared, StringComparison.Ordinal);
        Assert.Contains("class=\"differs\"", compared, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_that_cannot_be_read_is_told_on_the_page()
    {
        string experiment = await server.NewExperimentAsync();

        string page = await PageAsync($"/experiments/{experiment}?filter=nonsense%20%3E%3E%3Cscript%3E");

        Assert.Contains("class=\"notice bad\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_shows_the_course_of_its_metrics_and_its_artifacts()
    {
        string experiment = await server.NewExperimentAsync();
        string run = await RunAsync(experiment, "long", 0.5, "1");
        for (int step = 1; step <= 3; step++)
        {
            (await server.PostAsync("runs/log-metric", new { run_id = run, key = "loss", value = 1.0 / step, timestamp = step, step })).Ok();
        }

        using var body = new ByteArrayContent("text"u8.ToArray());
        using HttpResponseMessage put = await server.Client.PutAsync($"/api/2.0/mlflow-artifacts/artifacts/{experiment}/{run}/artifacts/notes/a b.txt", body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        string page = await PageAsync($"/runs/{run}");
        string folder = await PageAsync($"/runs/{run}?folder=notes");

        Assert.Contains("<polyline", page, StringComparison.Ordinal);
        Assert.Contains("steps 1 to 3", page, StringComparison.Ordinal);
        Assert.Contains("notes/", page, StringComparison.Ordinal);
        string link = WebUtility.HtmlDecode(ArtifactLink().Match(folder).Groups[1].Value);
        Assert.Equal("text", await server.Client.GetStringAsync(link, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("/experiments/999999")]
    [InlineData("/experiments/x")]
    [InlineData("/runs/none")]
    [InlineData("/runs/compare?run=none&run=neither")]
    public async Task What_is_not_there_is_a_page_that_says_so(string path)
    {
        using HttpResponseMessage answer = await GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task The_experiments_are_listed()
    {
        string experiment = await server.NewExperimentAsync();

        Assert.Contains($"href=\"/experiments/{experiment}\"", await PageAsync("/experiments"), StringComparison.Ordinal);
        Assert.Contains("Choose two runs", await PageAsync("/runs/compare"), StringComparison.Ordinal);
    }

    private async Task<string> RunAsync(string experiment, string name, double auc, string depth)
    {
        string run = (await server.PostAsync("runs/create", new { experiment_id = experiment, run_name = name })).Ok()
            .GetProperty("run").GetProperty("info").GetProperty("run_id").GetString()!;
        (await server.PostAsync("runs/log-batch", new
        {
            run_id = run,
            metrics = new[] { new { key = "auc", value = auc, timestamp = 1, step = 0 } },
            @params = new[] { new { key = "depth", value = depth } },
        })).Ok();
        return run;
    }

    private async Task<HttpResponseMessage> GetAsync(string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Accept.ParseAdd("text/html");
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private async Task<string> PageAsync(string path)
    {
        using HttpResponseMessage answer = await GetAsync(path);
        string page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, page);
        return page;
    }

    private static string[] RunsOf(string page) => [.. RunLink().Matches(page).Select(match => match.Groups[1].Value)];

    [GeneratedRegex("href=\"/runs/([0-9a-f]{32})\"")]
    private static partial Regex RunLink();

    [GeneratedRegex("href=\"(/get-artifact[^\"]*)\"")]
    private static partial Regex ArtifactLink();
}
