namespace Hamf.Simulator.Tests;

public sealed class UrlSimulatorTests
{
    [Fact]
    public void Same_seed_gives_the_same_urls() =>
        Assert.Equal(UrlSimulator.Urls(500, 0.4, 3), UrlSimulator.Urls(500, 0.4, 3));

    [Fact]
    public void Share_of_phishing_is_near_what_was_asked() =>
        Assert.InRange(UrlSimulator.Urls(10_000, 0.3, 1).Count(u => u.IsPhishing), 2_800, 3_200);

    [Fact]
    public void No_host_can_exist_outside_documentation()
    {
        string[] hosts = UrlSimulator.Urls(5_000, 0.5, 1).Select(u => new Uri(u.Url).Host).Distinct().ToArray();

        Assert.All(hosts, h => Assert.True(
            h.EndsWith(".example", StringComparison.Ordinal) || h.EndsWith(".test", StringComparison.Ordinal)
            || h.EndsWith(".invalid", StringComparison.Ordinal) || h.StartsWith("192.0.2.", StringComparison.Ordinal),
            h));
    }
}
