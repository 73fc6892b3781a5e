using Hamf.TestKit;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;
using OpenQA.Selenium.Support.UI;

namespace Hamf.Server.Tests.Pages;

/// <summary>The pages in a real browser: scripts run under the content policy, the stream updates them, forms work.</summary>
[Trait("needs", "browser")]
public sealed class BrowserTests
{
    [Fact]
    public async Task The_overview_follows_the_stream_and_an_analyst_can_judge()
    {
        await using TestServer server = await TestServer.StartAsync(home =>
        {
            TrainedModels.RegisterCard(home);
            home.Streams = true;
        });
        using ChromeDriver browser = Browser.Open();
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
        await using TestServer server = await TestServer.WithCardAsync();
        server.Home.AddScored("0b6a3a3f79aca3a04c44e53289393d4c", 0.9);
        using ChromeDriver browser = Browser.Open();
        browser.BecomePhone();

        browser.Navigate().GoToUrl(new Uri(server.Client.BaseAddress!, path));

        Assert.Equal("400", browser.Measure("window.innerWidth"));
        Assert.Equal("", browser.Overflow());
        Assert.Equal("true", browser.Measure("[...document.querySelectorAll('tr')].every(r => r.getBoundingClientRect().height < 260)"));
    }

    [Fact]
    public async Task The_api_page_shows_the_calls()
    {
        await using TestServer server = await TestServer.WithCardAsync();
        using ChromeDriver browser = Browser.Open();
        WebDriverWait wait = new(browser, TimeSpan.FromSeconds(20));

        browser.Navigate().GoToUrl(new Uri(server.Client.BaseAddress!, "/docs/index.html"));

        wait.Until(b => b.FindElements(By.CssSelector(".opblock")).Count >= 18);
        Assert.DoesNotContain(browser.Manage().Logs.GetLog(LogType.Browser), e => e.Level == LogLevel.Severe);
    }
}
