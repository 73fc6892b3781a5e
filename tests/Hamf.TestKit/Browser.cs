using System.Globalization;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Hamf.TestKit;

/// <summary>A real browser without a window. Where it is missing the test is skipped, and fails under CI.</summary>
public static class Browser
{
    private const string Chromium = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    /// <summary>Opens one, 1280 wide; its owner disposes of it.</summary>
    public static ChromeDriver Open()
    {
        RealPart.Require(File.Exists(Chromium) && File.Exists(Driver), "Chromium", "apt-get install chromium chromium-driver");
        ChromeOptions options = new() { BinaryLocation = Chromium };
        options.AddArguments(
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking", "--no-first-run", "--window-size=1280,1400");
        options.SetLoggingPreference(LogType.Browser, LogLevel.Warning);
        return new ChromeDriver(ChromeDriverService.CreateDefaultService("/usr/bin", "chromedriver"), options, TimeSpan.FromSeconds(60));
    }

    /// <summary>Makes the screen as wide as a phone's: a window is at least 500 wide, an emulated screen is not.</summary>
    public static void BecomePhone(this ChromeDriver browser) => browser.ExecuteCdpCommand(
        "Emulation.setDeviceMetricsOverride", new() { ["width"] = 400, ["height"] = 900, ["deviceScaleFactor"] = 1, ["mobile"] = false });

    /// <summary>What of the page goes beyond its right side: the begin of each element, a line each; empty when all fits.</summary>
    public static string Overflow(this ChromeDriver browser) => browser.Measure(
        "[...document.querySelectorAll('body *:not(.skip, .hidden-text)')].filter(e => e.getBoundingClientRect().right > window.innerWidth).map(e => e.outerHTML.slice(0, 80)).join('\\n')");

    /// <summary>The value of an expression in the page, as text.</summary>
    public static string Measure(this ChromeDriver browser, string script) =>
        Convert.ToString(browser.ExecuteScript($"return String({script})"), CultureInfo.InvariantCulture)!;
}
