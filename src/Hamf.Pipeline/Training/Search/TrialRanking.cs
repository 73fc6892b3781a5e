using System.Globalization;
using Hamf.Models.Metrics;
using Hamf.Pipeline.Evaluation;

namespace Hamf.Pipeline.Training.Search;

/// <summary>From trials to the table that people read, and to the choice.</summary>
internal static class TrialRanking
{
    /// <summary>
    /// The table. The best is the candidate of the highest average precision on all rows; another is compared with it on the last rung that the
    /// other has reached, because only there both have learned from the same rows.
    /// </summary>
    public static IReadOnlyList<SearchedCandidate> Rank(IReadOnlyList<Trial> trials)
    {
        Trial? best = trials.Where(t => t.Rung == Rung.Top.Number).MaxBy(t => t.Precision.AveragePrecision);
        if (best is null)
        {
            return [];
        }

        Dictionary<int, Trial> bestOn = trials.Where(t => t.Candidate == best.Candidate).ToDictionary(t => t.Rung);
        return trials.GroupBy(t => t.Candidate)
            .Select(own => Row(own.MaxBy(t => t.Rung)!, own.Sum(t => t.Seconds), bestOn))
            .OrderByDescending(c => c.Rung).ThenByDescending(c => c.AveragePrecision).ThenByDescending(c => c.Name == best.Candidate)
            .ToArray();
    }

    /// <summary>Why the best was kept, in words: against the best of another algorithm, or else against the next.</summary>
    public static string Explain(SearchTable table)
    {
        SearchedCandidate best = table.Candidates[0];
        SearchedCandidate[] others = table.Candidates.Skip(1).Where(c => c.Rung == best.Rung).ToArray();
        int alike = others.Count(c => c.IsWithinNoise);
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{best.Name}: average precision {best.AveragePrecision:0.0000} (95 % interval {best.Low:0.0000} to {best.High:0.0000}), best of {table.Candidates.Count} candidates");
        SearchedCandidate? other = others.FirstOrDefault(c => AlgorithmOf(c) != AlgorithmOf(best)) ?? others.FirstOrDefault();
        return other is null
            ? $"{head}; no other was measured on all rows"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{head}, {alike} of the {others.Length} others on all rows within noise of it; {other.Name} is {other.Behind:0.0000} behind (95 % interval {other.BehindLow:0.0000} to {other.BehindHigh:0.0000}), {(other.IsWithinNoise ? "within noise" : "beyond noise")}");
    }

    private static string AlgorithmOf(SearchedCandidate candidate) => candidate.Name.Split(':')[0];

    private static SearchedCandidate Row(Trial trial, double seconds, Dictionary<int, Trial> bestOn)
    {
        (double low, double high) = trial.Precision.Interval();

        // Where the best skipped a rung, which only the first candidate of a search cut short does, its result on all rows stands in.
        Trial best = bestOn.GetValueOrDefault(trial.Rung) ?? bestOn[Rung.Top.Number];
        PairedBootstrap behind = best.Precision.Against(trial.Precision);
        return new SearchedCandidate(
            trial.Candidate, trial.Rung, trial.Precision.AveragePrecision, low, high,
            behind.Difference, behind.Low, behind.High, behind.IsWithinNoise, seconds);
    }
}
