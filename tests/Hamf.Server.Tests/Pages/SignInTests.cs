using System.Net;
using System.Text.RegularExpressions;
using Hamf.Pipeline.Governance;
using Hamf.Server.Security;
using Microsoft.Extensions.DependencyInjection;

namespace Hamf.Server.Tests.Pages;

/// <summary>A browser on a server that requires keys, without script.</summary>
public sealed partial class SignInTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    [Theory]
    [InlineData("/", "/sign-in?to=%2F")]
    [InlineData("/alerts?detector=a", "/sign-in?to=%2Falerts%3Fdetector%3Da")]
    [InlineData("/docs/index.html", "/sign-in?to=%2Fdocs%2Findex.html")]
    public async Task A_page_leads_to_the_form_and_the_form_back(string path, string form)
    {
        await using Site site = await StartAsync(Role.Reader);

        Answer led = await site.Server.GetAsync(path, Browser);
        Visit visit = await SignInAsync(site, form);

        Assert.Equal(HttpStatusCode.Redirect, led.Status);
        Assert.Equal(form, led.Headers["Location"]);
        Assert.Equal(path, visit.Last.Headers["Location"]);
        Answer page = await visit.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }

    [Fact]
    public async Task The_cookie_is_the_sessions_and_nothing_of_the_key()
    {
        await using Site site = await StartAsync(Role.Reader);

        Visit visit = await SignInAsync(site, "/sign-in");

        string cookie = visit.Last.Headers["Set-Cookie"];
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("max-age=43200", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("hamf_" + site.Server.Home.Keys.List()[0].Prefix, cookie, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Reader, false, false)]
    [InlineData(Role.Scorer, true, false)]
    [InlineData(Role.Admin, true, true)]
    public async Task Pages_show_who_is_signed_in_and_only_what_the_role_may_do(Role role, bool mayJudge, bool mayMove)
    {
        await using Site site = await StartAsync(role);
        site.Server.Home.AddScored("a", 0.9);
        Visit visit = await SignInAsync(site, "/sign-in");

        string alert = (await visit.GetAsync("/alerts/a")).Text;
        string models = (await visit.GetAsync("/models")).Text;

        Assert.Contains($"anna · {role.Word()}", WebUtility.HtmlDecode(models), StringComparison.Ordinal);
        Assert.Equal(mayJudge, alert.Contains("name=\"positive\"", StringComparison.Ordinal));
        Assert.Equal(mayMove, models.Contains(">Promote</button>", StringComparison.Ordinal));
        Answer judged = await visit.PostAsync("/alerts/a", ("positive", "true"));
        Assert.Equal(mayJudge ? HttpStatusCode.Redirect : HttpStatusCode.Forbidden, judged.Status);
        Assert.Equal(mayJudge ? ["analyst:anna"] : [], site.Server.Home.Labels.History("a").Select(l => l.Source));
        Assert.Contains(mayJudge ? "" : "scorer", judged.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_when_the_user_signs_out_and_when_the_key_is_revoked()
    {
        await using Site site = await StartAsync(Role.Reader);
        Visit first = await SignInAsync(site, "/sign-in");
        Visit second = await SignInAsync(site, "/sign-in");

        await first.PostAsync("/sign-in?handler=Out");

        Assert.Equal(HttpStatusCode.Redirect, (await first.GetAsync("/alerts")).Status);
        Assert.Equal(HttpStatusCode.OK, (await second.GetAsync("/alerts")).Status);
        site.Server.Home.Keys.Revoke("anna", "test", TimeProvider.System.GetUtcNow());
        site.Server.App.Services.GetRequiredService<KeyRing>().Reload();
        Assert.Equal(HttpStatusCode.Redirect, (await second.GetAsync("/alerts")).Status);
    }

    [Fact]
    public async Task A_wrong_key_is_refused_on_the_page_and_counted()
    {
        await using Site site = await StartAsync(Role.Reader);

        Visit visit = await SignInAsync(site, "/sign-in", "hamf_wrong");

        Assert.Equal(HttpStatusCode.Unauthorized, visit.Last.Status);
        Assert.Contains("not accepted", visit.Last.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hamf_wrong", visit.Last.Text, StringComparison.Ordinal);
        Assert.Contains("hamf_auth_failures_total{reason=\"wrong\"} 1", (await MetricsAsync(site)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Signing_in_leads_to_no_other_site(string to)
    {
        await using Site site = await StartAsync(Role.Reader);

        Visit visit = await SignInAsync(site, "/sign-in?to=" + Uri.EscapeDataString(to));

        Assert.Equal("/", visit.Last.Headers["Location"]);
    }

    [Fact]
    public void A_session_ends_by_itself_and_there_are_only_so_many()
    {
        TestKit.ManualTime time = new(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        Sessions sessions = new(time);
        string first = sessions.Open("a");
        time.Advance(TimeSpan.FromMinutes(1));
        string[] others = [.. Enumerable.Range(0, 1000).Select(_ => sessions.Open("b"))];

        Assert.Null(sessions.KeyOf(first));
        Assert.All(others, id => Assert.Equal("b", sessions.KeyOf(id)));
        time.Advance(Sessions.Lifetime);
        Assert.All(others, id => Assert.Null(sessions.KeyOf(id)));
    }

    private static async Task<Site> StartAsync(Role role)
    {
        string key = "";
        TestServer server = await TestServer.StartAsync(
            home =>
            {
                TrainedModels.RegisterCard(home);
                TrainedModels.RegisterCard(home);
                home.Keys.New("root", Role.Admin);
                key = home.Keys.New("anna", role);
            },
            new HamfServerOptions { RequireKeys = true });
        return new Site(server, key);
    }

    private static async Task<Answer> MetricsAsync(Site site)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-Api-Key", site.Key);
        return await site.Server.SendAsync(request);
    }

    private static async Task<Visit> SignInAsync(Site site, string form, string? key = null)
    {
        Visit visit = new(site.Server);
        await visit.GetAsync(form);
        await visit.PostAsync("/sign-in", ("key", key ?? site.Key), ("to", visit.Field("to")));
        return visit;
    }

    private sealed record Site(TestServer Server, string Key) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    /// <summary>What one browser remembers.</summary>
    private sealed partial class Visit(TestServer server)
    {
        private readonly Dictionary<string, string> _cookies = [];

        private string _page = "";

        public Answer Last { get; private set; } = null!;

        public string Field(string name) => WebUtility.HtmlDecode(Regex.Match(_page, $"name=\"{name}\" value=\"([^\"]*)\"").Groups[1].Value);

        public async Task<Answer> GetAsync(string path)
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            Answer answer = await SendAsync(request);
            _page = answer.Text.Contains("__RequestVerificationToken", StringComparison.Ordinal) ? answer.Text : _page;
            return answer;
        }

        public Task<Answer> PostAsync(string path, params (string Name, string Value)[] fields)
        {
            string token = WebUtility.HtmlDecode(Token().Match(_page).Groups[1].Value);
            HttpRequestMessage request = new(HttpMethod.Post, path)
            {
                Content = new FormUrlEncodedContent(fields.Append(("__RequestVerificationToken", token)).Select(f => KeyValuePair.Create(f.Item1, f.Item2))),
            };
            return SendAsync(request);
        }

        private async Task<Answer> SendAsync(HttpRequestMessage request)
        {
            request.Headers.Accept.ParseAdd(Browser);
            if (_cookies.Count > 0)
            {
                request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(c => c.Key + "=" + c.Value)));
            }

            Last = await server.SendAsync(request);
            if (Last.Headers.TryGetValue("Set-Cookie", out string? set))
            {
                foreach (Match cookie in SetCookie().Matches(set))
                {
                    _cookies[cookie.Groups[1].Value] = cookie.Groups[2].Value;
                }
            }

            return Last;
        }

        [GeneratedRegex("""name="__RequestVerificationToken" type="hidden" value="([^"]+)""")]
        private static partial Regex Token();

        [GeneratedRegex("""(hamf_session|\.AspNetCore\.Antiforgery\.[^=]+)=([^;]*)""")]
        private static partial Regex SetCookie();
    }
}
