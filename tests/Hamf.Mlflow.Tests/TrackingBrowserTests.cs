using Hamf.Pipeline.Registry;
using Hamf.Pipeline.Registry.Tracking;
using Hamf.TestKit;
using OpenQA.Selenium.Chrome;

namespace Hamf.Mlflow.Tests;

/// <summary>The pages of experiments, runs and models in a real browser, with names as long as clients make them.</summary>
[Trait("needs", "browser")]
public sealed class TrackingBrowserTests(MlflowServer server) : IClassFixture<MlflowServer>
{
    private const string Long = "a_name_that_never_ends_and_never_has_a_space_because_somebody_has_joined_all_of_the_settings_of_the_run_to_one_word";

    [Fact]
    public void Pages_fit_a_phone_and_a_screen_whatever_the_names()
    {
        string[] runs = [.. Fill()];
        using ChromeDriver browser = Browser.Open();
        string[] narrow = ["/experiments", "/experiments/1", $"/runs/{runs[0]}", $"/runs/compare?run={runs[0]}&run={runs[1]}", "/models"];

        // A table of many metrics may scroll inside its card.
        Assert.All(narrow.Except(["/experiments/1"]), path => Assert.Equal("", Overflow(browser, path)));
        browser.BecomePhone();
        Assert.All(narrow, path => Assert.Equal("", Overflow(browser, path)));
    }

    private string Overflow(ChromeDriver browser, string path)
    {
        browser.Navigate().GoToUrl(new Uri(server.Client.BaseAddress!, path));
        return browser.Overflow();
    }

    private IEnumerable<string> Fill()
    {
        long experiment = server.Home.Tracking.CreateExperiment(Long, null, []);
        for (int i = 0; i < 2; i++)
        {
            string run = server.Home.Tracking.CreateRun(new NewRun { ExperimentId = experiment, Name = $"{Long}{i}", StartMs = 1 }).RunId;
            server.Home.Tracking.Log(run, new RunBatch([new MetricPoint(Long, i + 0.123456, 1, 1), new MetricPoint(Long, 0.5, 2, 2)], [new(Long, Long + i)], [new("tag." + Long, Long)]));
            yield return run;
        }

        server.Home.Registry.CreateModel(Long, null, []);
        server.Home.Registry.CreateVersion(new NewVersion { Name = Long, Source = "runs:/x/model", StorageLocation = "s3://" + Long + "/model" });
        server.Home.Registry.SetAlias(Long, "candidate", 1, "test", "");
    }
}
