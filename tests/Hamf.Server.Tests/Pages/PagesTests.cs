using System.Net;
using System.Text.RegularExpressions;
using Hamf.Pipeline.Registry;

namespace Hamf.Server.Tests.Pages;

public sealed partial class PagesTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Fact]
    public async Task The_overview_shows_stream_champion_and_last_alarms()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.AddScored("first", 0.9);

        Answer page = await server.GetAsync("/", Browser);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("champion · version 1", page.Text, StringComparison.Ordinal);
        Assert.Contains("""href="/alerts/first">""", page.Text, StringComparison.Ordinal);
        Assert.Contains("2026-06-21 12:14:25 UTC", page.Text, StringComparison.Ordinal);
        Assert.Contains("amt 977.01", page.Text, StringComparison.Ordinal);
        Assert.Contains("411111******0042", page.Text, StringComparison.Ordinal);
        foreach (string stage in new[] { "ingest", "score", "sink", "alert" })
        {
            Assert.Contains($"id=\"stage-{stage}\"", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/", "hamf init")]
    [InlineData("/alerts", "No alarm yet")]
    [InlineData("/models", "hamf train")]
    public async Task An_empty_page_says_what_to_do_next(string path, string hint)
    {
        await using TestServer server = await TestServer.StartAsync();

        Answer page = await server.GetAsync(path, Browser);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(hint, page.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/alerts")]
    [InlineData("/alerts/first")]
    [InlineData("/models")]
    public async Task Pages_hold_no_inline_script_or_style_and_only_their_own_assets(string path)
    {
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.AddScored("first", 0.9);

        string page = (await server.GetAsync(path, Browser)).Text;

        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("4111111111110042", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Elliott", page, StringComparison.Ordinal);
        foreach (Match asset in Assets().Matches(page))
        {
            Answer answer = await server.GetAsync(WebUtility.HtmlDecode(asset.Groups[1].Value));
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Contains("immutable", answer.Headers["Cache-Control"], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("TRACE", "/")]
    [InlineData("OPTIONS", "/")]
    [InlineData("POST", "/")]
    [InlineData("POST", "/alerts")]
    [InlineData("PUT", "/models")]
    [InlineData("TRACE", "/models")]
    [InlineData("TRACE", "/alerts/first")]
    [InlineData("POST", "/experiments/0")]
    [InlineData("TRACE", "/runs/some")]
    [InlineData("POST", "/runs/compare")]
    public async Task A_page_answers_only_methods_that_it_knows(string method, string path)
    {
        await using TestServer server = await TestServer.WithCardAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        request.Headers.Accept.ParseAdd(Browser);

        Answer answer = await server.SendAsync(request);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
    }

    [Fact]
    public async Task Text_from_events_stays_text()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        const string Id = "<img src=x onerror=alert(1)>";
        server.Home.AddScored(Id, 0.9);

        foreach (string path in new[] { "/", "/alerts", "/alerts/" + Uri.EscapeDataString(Id) })
        {
            Answer page = await server.GetAsync(path, Browser);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.DoesNotContain("<img", page.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_verdict_is_saved_by_the_form_and_corrected_by_the_next()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.AddScored("a/1", 0.9);

        Answer saved = await PostFormAsync(server, "/alerts/a%2F1", "/alerts/a%2F1", ("positive", "true"));
        await PostFormAsync(server, "/alerts/a%2F1", "/alerts/a%2F1", ("positive", "false"));

        Assert.Equal(HttpStatusCode.Redirect, saved.Status);
        Assert.Equal("/alerts/a%2F1?saved=true", saved.Headers["Location"]);
        Assert.Equal([false, true], server.Home.Labels.History("a/1").Select(l => l.Positive));
        Assert.Contains("The verdict is saved", (await server.GetAsync("/alerts/a%2F1?saved=true", Browser)).Text, StringComparison.Ordinal);
        Assert.Contains("false alarm", (await server.GetAsync("/alerts", Browser)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_verdict_is_asked_for_in_the_words_of_the_detector()
    {
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            TrainedModels.RegisterUrls(home);
        });
        server.Home.AddScored("payment", 0.9);
        server.Home.AddScored("url", 0.9, detector: "phishing");

        string payment = (await server.GetAsync("/alerts/payment", Browser)).Text;
        string url = (await server.GetAsync("/alerts/url", Browser)).Text;

        Assert.Contains(">Fraud</button>", payment, StringComparison.Ordinal);
        Assert.Contains(">Not fraud</button>", payment, StringComparison.Ordinal);
        Assert.Contains(">Phishing</button>", url, StringComparison.Ordinal);
        Assert.Contains(">Not phishing</button>", url, StringComparison.Ordinal);
        Assert.DoesNotContain("fraud", url, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_form_without_its_token_changes_nothing()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.AddScored("a", 0.9);
        using HttpRequestMessage request = new(HttpMethod.Post, "/alerts/a")
        {
            Content = new FormUrlEncodedContent([new("positive", "true")]),
        };
        request.Headers.Accept.ParseAdd(Browser);

        Answer answer = await server.SendAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains("reload the page", answer.Text, StringComparison.Ordinal);
        Assert.Equal(0, server.Home.Labels.Count());
    }

    [Fact]
    public async Task The_models_page_promotes_and_rolls_back()
    {
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            TrainedModels.RegisterCard(home);
        });

        Answer promoted = await PostFormAsync(server, "/models", "/models?handler=Promote", ("name", "card-fraud"), ("version", "2"));
        int served = server.Home.Live.All["card-fraud"].Version.Version;
        await PostFormAsync(server, "/models", "/models?handler=Rollback", ("name", "card-fraud"));

        Assert.Equal("/models?promoted=card-fraud&version=2", promoted.Headers["Location"]);
        Assert.Equal(2, served);
        Assert.Equal(1, server.Home.Live.All["card-fraud"].Version.Version);
        Answer unknown = await PostFormAsync(server, "/models", "/models?handler=Promote", ("name", "card-fraud"), ("version", "9"));
        Assert.Contains("no version 9", unknown.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_models_page_shows_so_many_models_and_versions_and_leads_to_the_others()
    {
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            ModelVersion first = TrainedModels.RegisterCard(home);
            for (int i = 2; i <= 30; i++)
            {
                home.Models.Register(first);
            }

            for (int i = 0; i < 25; i++)
            {
                home.Models.Register(first with { Name = $"model-{i:00}" }, mayServe: false);
            }
        });

        Answer newest = await server.GetAsync("/models", Browser);
        Answer others = await server.GetAsync("/models?from=20", Browser);

        Assert.Equal([1, .. Enumerable.Range(11, 20)], Enumerable.Range(1, 30).Where(v => newest.Text.Contains($"<b>{v}</b>", StringComparison.Ordinal)));
        Assert.Contains("hamf models list card-fraud", newest.Text, StringComparison.Ordinal);
        Assert.Contains("/models?from=20", newest.Text, StringComparison.Ordinal);
        Assert.Contains("model-18", newest.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("model-19", newest.Text, StringComparison.Ordinal);
        Assert.Contains("model-19", others.Text, StringComparison.Ordinal);
        Assert.Contains("model-24", others.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_is_paged_and_filtered()
    {
        await using TestServer server = await TestServer.StartAsync();
        for (int i = 0; i < 60; i++)
        {
            server.Home.AddScored("e" + i, 0.9);
        }

        Answer first = await server.GetAsync("/alerts", Browser);
        Answer second = await server.GetAsync("/alerts?before=11", Browser);

        Assert.Contains("/alerts?before=11", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("/alerts/e9\"", first.Text, StringComparison.Ordinal);
        Assert.Contains("/alerts/e9\"", second.Text, StringComparison.Ordinal);
        Assert.Contains("Newest", second.Text, StringComparison.Ordinal);
        Assert.Contains("No alarm yet", (await server.GetAsync("/alerts?detector=other", Browser)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_events_are_a_page_that_says_so()
    {
        await using TestServer server = await TestServer.StartAsync();

        Answer page = await server.GetAsync("/alerts/nobody", Browser);

        Assert.Equal(HttpStatusCode.NotFound, page.Status);
        Assert.Contains("To the overview", page.Text, StringComparison.Ordinal);
    }

    private static async Task<Answer> PostFormAsync(TestServer server, string page, string action, params (string Name, string Value)[] fields)
    {
        Answer form = await server.GetAsync(page, Browser);
        string token = WebUtility.HtmlDecode(Token().Match(form.Text).Groups[1].Value);
        using HttpRequestMessage request = new(HttpMethod.Post, action)
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
                .Append(KeyValuePair.Create("__RequestVerificationToken", token))),
        };
        request.Headers.Accept.ParseAdd(Browser);
        request.Headers.Add("Cookie", form.Headers["Set-Cookie"].Split(';')[0]);
        return await server.SendAsync(request);
    }

    [GeneratedRegex("""(?:src|href)="(/assets/[^"]+)""")]
    private static partial Regex Assets();

    [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
    private static partial Regex Token();
}
