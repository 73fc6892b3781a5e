using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Hamf.Server.Tests.Pages;

/// <summary>The pages in a real browser: scripts run under the content policy, the stream updates them, forms work.</summary>
[Trait("needs", "browser")]
public sealed class BrowserTests
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    [Fact]
    public async Task The_overview_follows_the_stream_and_an_analyst_can_judge()
    {
        RequireBrowser();
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            home.Streams = true;
        });
        using ChromeDriver browser = Open();
        WebDriverWait wait = new(browser, TimeSpan.FromSeconds(20));

        browser.Navigate().GoToUrl(server.Client.BaseAddress!);
        wait.Until(b => b.FindElement(By.Id("connection")).Text == "live");
        Assert.Equal(3, browser.FindElements(By.CssSelector(".uplot canvas")).Count);
        Assert.True(browser.FindElement(By.Id("alarms-empty")).Displayed);

        (await server.PostAsync("/events", CardData.Payment("bad", 990, "shopping_net"))).Ok(System.Net.HttpStatusCode.Accepted);
        IWebElement link = wait.Until(b => b.FindElements(By.CssSelector("#alarms a[href='/alerts/bad']")).FirstOrDefault())!;
        Assert.Equal("1", browser.FindElement(By.Id("alerts")).Text);

        link.Click();
        browser.FindElement(By.CssSelector("button.danger")).SendKeys(Keys.Enter);
        wait.Until(b => b.FindElements(By.CssSelector(".notice")).Count == 1);
        Assert.True(server.Home.Labels.History("bad").Single().Positive);

        Assert.DoesNotContain(browser.Manage().Logs.GetLog(LogType.Browser), e => e.Level == LogLevel.Severe);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/alerts")]
    [InlineData("/alerts/0b6a3a3f79aca3a04c44e53289393d4c")]
    [InlineData("/models")]
    public async Task A_page_fits_the_width_of_a_phone(string path)
    {
        RequireBrowser();
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.AddScored("0b6a3a3f79aca3a04c44e53289393d4c", 0.9);
        using ChromeDriver browser = Open();
        // A window is at least 500 wide; the emulated screen is not.
        browser.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new() { ["width"] = 400, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });

        browser.Navigate().GoToUrl(new Uri(server.Client.BaseAddress!, path));

        Assert.Equal("400", Measure("window.innerWidth"));
        Assert.Equal("", Measure("[...document.querySelectorAll('body *:not(.skip)')].filter(e => e.getBoundingClientRect().right > 400).map(e => e.outerHTML.slice(0, 80)).join('\\n')"));
        Assert.Equal("true", Measure("[...document.querySelectorAll('tr')].every(r => r.getBoundingClientRect().height < 260)"));

        string Measure(string script) => Convert.ToString(browser.ExecuteScript($"return String({script})"), System.Globalization.CultureInfo.InvariantCulture)!;
    }

    [Fact]
    public async Task The_api_page_shows_the_calls()
    {
        RequireBrowser();
        await using TestServer server = await TestServer.WithCardAsync();
        using ChromeDriver browser = Open();
        WebDriverWait wait = new(browser, TimeSpan.FromSeconds(20));

        browser.Navigate().GoToUrl(new Uri(server.Client.BaseAddress!, "/docs/index.html"));

        wait.Until(b => b.FindElements(By.CssSelector(".opblock")).Count >= 18);
        Assert.DoesNotContain(browser.Manage().Logs.GetLog(LogType.Browser), e => e.Level == LogLevel.Severe);
    }

    private static void RequireBrowser()
    {
        bool isMissing = !File.Exists(Chromium) || !File.Exists(Driver);
        const string Install = "Chromium is missing: apt-get install chromium chromium-driver";
        Assert.False(isMissing && Environment.GetEnvironmentVariable("CI") == "true", Install);
        Assert.SkipWhen(isMissing, Install);
    }

    private static ChromeDriver Open()
    {
        ChromeOptions options = new() { BinaryLocation = Chromium };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run", "--window-size=1280,1400");
        options.SetLoggingPreference(LogType.Browser, LogLevel.Warning);
        return new ChromeDriver(ChromeDriverService.CreateDefaultService("/usr/bin", "chromedriver"), options, TimeSpan.FromSeconds(60));
    }
}
