using System.Security.Cryptography;
using System.Text;
using Hamf.Simulator.Urls;

namespace Hamf.Simulator.Tests.Urls;

public sealed class UrlSimulatorTests
{
    [Fact]
    public void Gives_the_same_addresses_for_the_same_seed()
    {
        string text = string.Join('\n', new UrlSimulator(new UrlOptions()).Run().Select(u => u.ToCsvLine()));

        Assert.Equal("55C3D0B9DBA3770F", Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]);
    }

    [Fact]
    public void Only_makes_addresses_that_nobody_can_own()
    {
        foreach (LabeledUrl url in new UrlSimulator(new UrlOptions()).Run())
        {
            var uri = new Uri(url.Url);
            bool reserved = uri.Host.EndsWith(".example", StringComparison.Ordinal)
                || uri.Host.EndsWith(".test", StringComparison.Ordinal)
                || uri.Host.EndsWith(".invalid", StringComparison.Ordinal)
                || uri.Host.StartsWith("192.0.2.", StringComparison.Ordinal)
                || uri.Host.StartsWith("198.51.100.", StringComparison.Ordinal)
                || uri.Host.StartsWith("203.0.113.", StringComparison.Ordinal);
            Assert.True(reserved, url.Url);
            Assert.DoesNotContain(url.Url, c => c is ',' or '"' or '\n' or ' ');
        }
    }

    [Fact]
    public void Keeps_the_share_of_phishing()
    {
        double share = new UrlSimulator(new UrlOptions { PhishingShare = 0.25 }).Run().Average(u => u.IsPhishing ? 1.0 : 0);

        Assert.InRange(share, 0.23, 0.27);
    }

    [Fact]
    public void No_single_sign_settles_a_case()
    {
        List<LabeledUrl> urls = [.. new UrlSimulator(new UrlOptions()).Run()];
        Func<string, bool>[] signs =
        [
            u => u.StartsWith("https", StringComparison.Ordinal), u => u.Length > 60, u => u.Any(char.IsAsciiDigit), u => u.Contains('-', StringComparison.Ordinal),
            u => u.Contains('=', StringComparison.Ordinal), u => u.Contains("login", StringComparison.Ordinal), u => u.Count(c => c == '.') > 2,
            u => u.Contains(".invalid/", StringComparison.Ordinal), u => u.Contains("verify", StringComparison.Ordinal),
        ];

        foreach (Func<string, bool> sign in signs)
        {
            Assert.Contains(urls, u => u.IsPhishing && sign(u.Url));
            Assert.Contains(urls, u => u.IsPhishing && !sign(u.Url));
            Assert.Contains(urls, u => !u.IsPhishing && sign(u.Url));
            double right = urls.Average(u => sign(u.Url) == u.IsPhishing ? 1.0 : 0);
            Assert.InRange(Math.Max(right, 1 - right), 0.5, 0.9);
        }
    }

    [Fact]
    public void Lists_all_problems_of_the_options()
    {
        var e = Assert.Throws<ArgumentException>(() => new UrlSimulator(new UrlOptions { Count = 0, PhishingShare = 2 }));

        Assert.Contains("count is 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("phishing share is 2", e.Message, StringComparison.Ordinal);
    }
}
