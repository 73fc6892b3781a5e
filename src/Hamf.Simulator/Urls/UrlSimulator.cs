using System.Globalization;
using System.Text;

namespace Hamf.Simulator.Urls;

/// <summary>
/// Makes benign and phishing-like addresses whose styles overlap: no single sign (https, digits, length, an @, a number as host) settles a
/// case. Thread-safe; each run is one sequence.
/// </summary>
public sealed class UrlSimulator
{
    // RFC 2606 and RFC 6761 reserve these names, RFC 5737 these numbers: nobody can ever own them.
    private static readonly string[] Suffixes = ["example", "test", "invalid"];
    private static readonly WeightedChoice BenignSuffixes = new([0.55, 0.25, 0.20]);
    private static readonly WeightedChoice PhishingSuffixes = new([0.30, 0.30, 0.40]);
    private static readonly string[] DocumentationBlocks = ["192.0.2.", "198.51.100.", "203.0.113."];

    private readonly UrlOptions _options;

    /// <summary>A simulator with these options.</summary>
    /// <exception cref="ArgumentException">The options cannot be used; the message lists all problems.</exception>
    public UrlSimulator(UrlOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        IReadOnlyList<string> problems = options.FindProblems();
        if (problems.Count > 0)
        {
            throw new ArgumentException(string.Join(" ", problems), nameof(options));
        }

        _options = options;
    }

    /// <summary>The addresses; the same every time.</summary>
    public IEnumerable<LabeledUrl> Run()
    {
        var random = new SeededRandom((ulong)_options.Seed);
        for (int i = 0; i < _options.Count; i++)
        {
            bool isPhishing = random.Chance(_options.PhishingShare);

            // Some phishing sits on a hacked but ordinary site, and some honest sites look shady.
            bool looksShady = random.Chance(isPhishing ? 0.85 : 0.06);
            yield return new LabeledUrl(looksShady ? ShadyUrl(random) : OrdinaryUrl(random), isPhishing);
        }
    }

    private static string OrdinaryUrl(SeededRandom random)
    {
        var url = new StringBuilder(random.Chance(0.72) ? "https://" : "http://");
        url.Append(random.Chance(0.5) ? "www." : random.Chance(0.2) ? random.Pick(UrlWords.Topics) + "." : "");
        url.Append(random.Pick(UrlWords.Names)).Append(random.Chance(0.35) ? random.Pick(UrlWords.Topics) : "");
        url.Append(random.Chance(0.08) ? "-" + random.Pick(UrlWords.Topics) : "").Append(random.Chance(0.06) ? Number(random, 2, 99) : "");
        url.Append('.').Append(Suffixes[BenignSuffixes.Draw(random)]).Append('/');
        for (int depth = random.Below(4); depth > 0; depth--)
        {
            url.Append(random.Chance(0.15) ? Number(random, 2001, 2025) : random.Pick(UrlWords.Topics));
            url.Append(random.Chance(0.3) ? "-" + random.Pick(UrlWords.Topics) : "").Append(depth > 1 ? "/" : "");
        }

        url.Append(random.Chance(0.25) ? ".html" : "");
        url.Append(random.Chance(0.05) ? "?" + random.Pick(UrlWords.Lures) + "=" + Number(random, 1, 999) : "");
        url.Append(random.Chance(0.15) ? "?id=" + Number(random, 1, 99_999) : "");
        return url.ToString();
    }

    private static string ShadyUrl(SeededRandom random)
    {
        var url = new StringBuilder(random.Chance(0.45) ? "https://" : "http://");
        AppendShadyHost(random, url);
        url.Append('/');
        for (int depth = random.Between(0, 4); depth > 0; depth--)
        {
            url.Append(random.Chance(0.45) ? random.Pick(UrlWords.Lures) : random.Chance(0.4) ? Token(random, random.Between(4, 16)) : random.Pick(UrlWords.Topics));
            url.Append(depth > 1 ? "/" : "");
        }

        url.Append(random.Chance(0.3) ? ".php" : random.Chance(0.15) ? ".html" : "");
        if (random.Chance(0.4))
        {
            url.Append('?').Append(random.Pick(UrlWords.Lures)).Append('=').Append(Token(random, random.Between(6, 32)));
        }

        return url.ToString();
    }

    private static void AppendShadyHost(SeededRandom random, StringBuilder url)
    {
        if (random.Chance(0.05))
        {
            url.Append(random.Pick(UrlWords.Names)).Append(".example@"); // What stands before the @ is not the host.
        }

        if (random.Chance(0.10))
        {
            url.Append(random.Pick(DocumentationBlocks)).Append(Number(random, 1, 254));
            return;
        }

        if (random.Chance(0.45))
        {
            url.Append(random.Pick(UrlWords.Names)).Append(random.Chance(0.4) ? ".example" : "").Append('.');
        }

        for (int labels = random.Below(3); labels > 0; labels--)
        {
            url.Append(random.Chance(0.5) ? random.Pick(UrlWords.Lures) : Token(random, random.Between(3, 10))).Append(random.Chance(0.6) ? '-' : '.');
        }

        url.Append(random.Chance(0.5) ? random.Pick(UrlWords.Names) : Token(random, random.Between(5, 14)));
        url.Append(random.Chance(0.25) ? Number(random, 1, 9999) : "");
        url.Append('.').Append(Suffixes[PhishingSuffixes.Draw(random)]);
    }

    private static string Number(SeededRandom random, int from, int to) => random.Between(from, to).ToString(CultureInfo.InvariantCulture);

    private static string Token(SeededRandom random, int length)
    {
        const string Characters = "abcdefghijklmnopqrstuvwxyz0123456789";
        var token = new StringBuilder(length);
        for (int i = 0; i < length; i++)
        {
            token.Append(Characters[random.Below(Characters.Length)]);
        }

        return token.ToString();
    }
}
