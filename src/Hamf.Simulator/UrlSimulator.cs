namespace Hamf.Simulator;

/// <summary>
/// Simulates benign and phishing-like URLs whose styles overlap. Hosts end in names reserved for examples (RFC 2606), so that none can lead
/// anywhere. The same seed gives the same URLs.
/// </summary>
public static class UrlSimulator
{
    private static readonly string[] Topics =
    [
        "news", "weather", "recipes", "garden", "library", "museum", "travel", "music", "school", "sports", "market", "science", "photo",
        "history", "chess", "radio", "books", "maps", "health", "crafts",
    ];

    private static readonly string[] Baits =
    [
        "secure", "login", "account", "verify", "update", "bank", "wallet", "support", "signin", "confirm", "billing", "password", "service",
    ];

    private static readonly string[] Endings = ["example", "test", "invalid", "com.example", "org.example", "net.test", "co.example"];

    private static readonly string[] PathWords =
    [
        "index", "article", "view", "about", "images", "2026", "archive", "login", "account", "help", "search", "item", "page", "en", "blog",
    ];

    /// <summary>Simulates so many URLs.</summary>
    /// <param name="count">How many, at least 0.</param>
    /// <param name="phishingShare">Share of phishing, 0 to 1.</param>
    /// <param name="seed">The seed.</param>
    public static IEnumerable<SimulatedUrl> Urls(int count, double phishingShare, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(phishingShare, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(phishingShare, 1);
        SeededRandom random = SeededRandom.FromSeed(seed, stream: 4);
        for (int i = 0; i < count; i++)
        {
            bool isPhishing = random.Chance(phishingShare);

            // One in eight takes the style of the other side.
            bool looksBad = random.Chance(0.125) ? !isPhishing : isPhishing;
            yield return new SimulatedUrl(looksBad ? Suspicious(random) : Plain(random), isPhishing);
        }
    }

    private static string Plain(SeededRandom random)
    {
        string host = $"{(random.Chance(0.5) ? "www." : "")}{random.Pick(Topics)}{(random.Chance(0.3) ? random.Pick(Topics) : "")}.{random.Pick(Endings)}";
        string path = string.Concat(Enumerable.Range(0, random.NextIndex(4)).Select(_ => $"/{random.Pick(PathWords)}"));
        string query = random.Chance(0.15) ? $"?id={random.NextIndex(9000)}" : "";
        return $"{(random.Chance(0.75) ? "https" : "http")}://{host}{path}{query}";
    }

    private static string Suspicious(SeededRandom random)
    {
        string host = random.NextIndex(4) switch
        {
            0 => $"192.0.2.{random.NextIndex(250) + 1}",
            1 => $"{random.Pick(Baits)}-{random.Pick(Baits)}.{random.NextHex()[..10]}.{random.Pick(Endings)}",
            2 => $"{random.Pick(Baits)}.{random.Pick(Topics)}.{random.Pick(Baits)}{random.NextIndex(100)}.{random.Pick(Endings)}",
            _ => $"{random.Pick(Topics)}{random.NextIndex(1000)}.{random.Pick(Endings)}",
        };
        string path = string.Concat(Enumerable.Range(0, 1 + random.NextIndex(4)).Select(_ => $"/{(random.Chance(0.4) ? random.Pick(Baits) : random.Pick(PathWords))}"));
        string query = random.Chance(0.5) ? $"?session={random.NextHex()[..(8 + random.NextIndex(24))]}&{random.Pick(Baits)}=1" : "";
        string user = random.Chance(0.06) ? $"{random.Pick(Baits)}@" : "";
        return $"{(random.Chance(0.35) ? "https" : "http")}://{user}{host}{path}{query}";
    }
}

/// <summary>A simulated URL with its truth.</summary>
public sealed record SimulatedUrl(string Url, bool IsPhishing);
