using System.Globalization;

namespace Hamf.Simulator.Urls;

/// <summary>Which addresses to make up. The same options give the same addresses.</summary>
public sealed record UrlOptions
{
    /// <summary>Seed of everything random. <value>1</value></summary>
    public long Seed { get; init; } = 1;

    /// <summary>Number of addresses. <value>10,000</value></summary>
    public int Count { get; init; } = 10_000;

    /// <summary>Expected share of phishing, in [0, 1]. <value>0.4</value></summary>
    public double PhishingShare { get; init; } = 0.4;

    /// <summary>Everything that is wrong with the options, one sentence each; empty when they can be used.</summary>
    public IReadOnlyList<string> FindProblems()
    {
        var problems = new List<string>();
        if (Count < 1)
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"count is {Count}; expected at least 1."));
        }

        if (PhishingShare is not (>= 0 and <= 1))
        {
            problems.Add(string.Create(CultureInfo.InvariantCulture, $"phishing share is {PhishingShare}; expected 0 to 1."));
        }

        return problems;
    }
}
