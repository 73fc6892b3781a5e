using System.Globalization;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Evaluation;

namespace Hamf.Pipeline.Training.Search;

/// <summary>From trials to the table that people read, and to the choice.</summary>
internal static class TrialRanking
{
    /// <summary>
    /// The table. The candidate that is trained without a search, which is the first to be measured on all rows, is kept unless another is better
    /// beyond noise: of many candidates some look better by chance. The others are compared with the kept one on the last rung that they have
    /// reached, because only there both have learned from the same rows.
    /// </summary>
    public static IReadOnlyList<SearchedCandidate> Rank(IReadOnlyList<Trial> trials)
    {
        Trial[] whole = trials.Where(t => t.Rung == Rung.Top.Number).ToArray();
        if (whole.Length == 0)
        {
            return [];
        }

        Trial kept = whole.Where(t => t.Precision.Against(whole[0].Precision).Low > 0).MaxBy(t => t.Precision.AveragePrecision) ?? whole[0];
        Dictionary<int, Trial> keptOn = trials.Where(t => t.Candidate == kept.Candidate).ToDictionary(t => t.Rung);
        return trials.GroupBy(t => t.Candidate)
            .Select(own => Row(own.MaxBy(t => t.Rung)!, own.Sum(t => t.Seconds), keptOn))
            .OrderByDescending(c => c.Name == kept.Candidate).ThenByDescending(c => c.Rung).ThenByDescending(c => c.AveragePrecision)
            .ToArray();
    }

    /// <summary>Why the kept candidate was kept, in words.</summary>
    public static string Explain(SearchTable table)
    {
        SearchedCandidate kept = table.Candidates[0];
        SearchedCandidate[] others = table.Candidates.Skip(1).Where(c => c.Rung == kept.Rung).ToArray();
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{kept.Name}: average precision {kept.AveragePrecision:0.0000} (95 % interval {kept.Low:0.0000} to {kept.High:0.0000})");
        if (others.Length == 0)
        {
            return $"{head}; no other was measured on all rows";
        }

        string alike = $"{others.Count(c => c.IsWithinNoise)} of the {others.Length} others on all rows are within noise of it";
        if (kept.Name != table.Default)
        {
            return $"{head}, better beyond noise than the default, which is {Distance(others.Single(c => c.Name == table.Default))}; {alike}";
        }

        SearchedCandidate highest = others.MaxBy(c => c.AveragePrecision)!;
        string verdict = highest.IsWithinNoise ? "within noise" : "beyond noise";
        return $"{head}; it is the default and kept because none of {table.Candidates.Count - 1} others is better beyond noise: {highest.Name} is {Distance(highest)}, {verdict}; {alike}";
    }

    private static string Distance(SearchedCandidate other) => other.Behind < 0
        ? string.Create(CultureInfo.InvariantCulture, $"{-other.Behind:0.0000} ahead (95 % interval {-other.BehindHigh:0.0000} to {-other.BehindLow:0.0000})")
        : string.Create(CultureInfo.InvariantCulture, $"{other.Behind:0.0000} behind (95 % interval {other.BehindLow:0.0000} to {other.BehindHigh:0.0000})");

    private static SearchedCandidate Row(Trial trial, double seconds, Dictionary<int, Trial> keptOn)
    {
        (double low, double high) = trial.Precision.Interval();

        // Where the kept one skipped a rung, as the first candidate does in a search cut short, its result on all rows stands in.
        Trial kept = keptOn.GetValueOrDefault(trial.Rung) ?? keptOn[Rung.Top.Number];
        PairedBootstrap behind = kept.Precision.Against(trial.Precision);
        return new SearchedCandidate(
            trial.Candidate, trial.Rung, trial.Precision.AveragePrecision, low, high,
            behind.Difference, behind.Low, behind.High, behind.IsWithinNoise, seconds);
    }
}
