using Hamf.Models.Metrics;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Training;
using Hamf.Pipeline.Training.Search;
using Hamf.TestKit;

namespace Hamf.Pipeline.Tests.Training.Search;

/// <summary>The search alone: what a candidate reaches is made up from its name, and every trial takes a second of a manual clock.</summary>
public sealed class BudgetedSearchTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly ManualTime _time = new(DateTimeOffset.UnixEpoch);
    private int _measured;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void As_many_trials_are_measured_as_the_budget_has_time_for()
    {
        BudgetedSearch search = Search(budgetSeconds: 60);

        Assert.Equal(60, search.Trials.Count);
        Assert.Equal(60, search.SpentSeconds);
    }

    [Fact]
    public void The_first_candidate_is_measured_whole_whatever_the_budget()
    {
        BudgetedSearch search = Search(budgetSeconds: 1, trialSeconds: 100);

        Trial only = Assert.Single(search.Trials);
        Assert.Equal(Rung.Top.Number, only.Rung);
        Assert.StartsWith("gbdt: trees 400,", only.Candidate, StringComparison.Ordinal);
    }

    [Fact]
    public void A_larger_budget_measures_the_same_trials_and_then_more()
    {
        IReadOnlyList<Trial> few = Search(40).Trials;

        Assert.Equal(few.Select(Key), Search(90).Trials.Take(40).Select(Key));
    }

    [Fact]
    public void Of_each_bracket_the_best_third_climbs()
    {
        Trial[] first = Search(25).Trials.Skip(1).ToArray();
        Trial[] lowest = first.TakeWhile(t => t.Rung == 1).ToArray();
        Trial[] next = first.Skip(lowest.Length).TakeWhile(t => t.Rung == 2).ToArray();

        Assert.Equal((lowest.Length + 2) / 3, next.Length);
        Assert.Equal(
            lowest.OrderByDescending(t => t.Precision.AveragePrecision).Take(next.Length).Select(t => t.Candidate), next.Select(t => t.Candidate));
    }

    [Fact]
    public void A_killed_search_that_is_resumed_gives_the_table_of_one_that_was_not()
    {
        Seeds.ForEach(10, random =>
        {
            SearchedCandidate[] whole = TrialRanking.Rank(Search(70, file: "whole").Trials).ToArray();
            _measured = 0;
            string file = $"killed{random.Next()}";
            int killedAfter = random.Next(1, 69);
            Assert.ThrowsAny<OperationCanceledException>(() => Search(70, file: file, killedAfter: killedAfter));
            Tear(file, random.Next(1, 200));

            BudgetedSearch resumed = Search(70, resume: true, file: file);

            Assert.Equal(whole, TrialRanking.Rank(resumed.Trials));
            Assert.InRange(_measured, 71, 73);
        });
    }

    [Fact]
    public void Without_resume_earlier_trials_are_measured_again()
    {
        Search(30);
        _measured = 0;

        Search(30);

        Assert.Equal(30, _measured);
    }

    [Fact]
    public void A_search_of_one_algorithm_with_given_settings_ends_when_all_is_tried()
    {
        var spec = new TrainingSpec { Algorithm = AlgorithmKind.Logistic, L2 = 5 };

        BudgetedSearch search = Search(100_000, spec: spec);

        Assert.All(search.Candidates.Values, c => Assert.Equal((AlgorithmKind.Logistic, 5.0), (c.Settings.Algorithm, c.Settings.L2)));
        Assert.InRange(search.Candidates.Count, 2, 10);
    }

    [Fact]
    public void Candidates_are_compared_on_the_last_rung_that_the_weaker_one_reached()
    {
        double[] better = [0.8, 0.9, 0.8, 0.9];
        Trial[] trials =
        [
            Made("a", 1, 0.5, [0.4, 0.5, 0.5, 0.6]), Made("b", 1, 0.4, [0.3, 0.4, 0.4, 0.5]), Made("c", 1, 0.45, [0.3, 0.6, 0.4, 0.6]),
            Made("a", 3, 0.85, better),
        ];

        IReadOnlyList<SearchedCandidate> ranked = TrialRanking.Rank(trials);

        Assert.Equal(["a", "c", "b"], ranked.Select(c => c.Name));
        Assert.Equal((0.1, false), (Math.Round(ranked[2].Behind, 9), ranked[2].IsWithinNoise));
        Assert.True(ranked[1].IsWithinNoise);
        Assert.Equal((3, 0.0, true, 2.0), (ranked[0].Rung, ranked[0].Behind, ranked[0].IsWithinNoise, ranked[0].Seconds));
    }

    [Fact]
    public void The_default_is_kept_unless_another_is_better_beyond_noise()
    {
        Trial usual = Made("usual", 3, 0.80, [0.78, 0.79, 0.81, 0.82]);
        Trial luckier = Made("luckier", 3, 0.90, [0.70, 0.90, 0.95, 0.99]);
        Trial better = Made("better", 3, 0.85, [0.83, 0.84, 0.86, 0.87]);

        SearchTable within = Table([usual, luckier]);
        SearchTable beyond = Table([usual, luckier, better]);

        Assert.Equal(["usual", "luckier"], within.Candidates.Select(c => c.Name));
        Assert.Equal((-0.1, true), (Math.Round(within.Candidates[1].Behind, 9), within.Candidates[1].IsWithinNoise));
        Assert.Contains("it is the default and kept because none of 1 others is better beyond noise: luckier is 0.1000 ahead", TrialRanking.Explain(within), StringComparison.Ordinal);
        Assert.EndsWith("within noise; 1 of the 1 others on all rows are within noise of it", TrialRanking.Explain(within), StringComparison.Ordinal);
        Assert.Equal(["better", "luckier", "usual"], beyond.Candidates.Select(c => c.Name));
        Assert.Contains("better beyond noise than the default, which is 0.0500 behind", TrialRanking.Explain(beyond), StringComparison.Ordinal);
        Assert.EndsWith("no other was measured on all rows", TrialRanking.Explain(Table([usual])), StringComparison.Ordinal);
    }

    private static SearchTable Table(Trial[] trials) => new()
    {
        Folds = "two folds",
        JudgedRows = 10,
        JudgedPositives = 5,
        BudgetSeconds = 1,
        SpentSeconds = 1,
        RungCount = 3,
        Default = "usual",
        Candidates = TrialRanking.Rank(trials),
    };

    private static (string, int, double) Key(Trial trial) => (trial.Candidate, trial.Rung, trial.Precision.AveragePrecision);

    private static Trial Made(string name, int rung, double averagePrecision, double[] resampled) =>
        new(name, rung, new ResampledPrecision(averagePrecision, resampled), 1);

    private BudgetedSearch Search(
        double budgetSeconds, bool resume = false, string file = "search", int killedAfter = int.MaxValue, double trialSeconds = 1, TrainingSpec? spec = null)
    {
        var request = new SearchRequest { Budget = TimeSpan.FromSeconds(budgetSeconds), Folder = _folder.Path, Clock = _time };
        using TrialLog log = TrialLog.Open(Path.Combine(_folder.Path, file), resume);
        using var cancelled = new CancellationTokenSource();
        int left = killedAfter;
        var search = new BudgetedSearch(
            new SearchSpace(spec ?? new TrainingSpec()),
            (candidate, rung, token) =>
            {
                if (left-- == 0)
                {
                    cancelled.Cancel();
                }

                token.ThrowIfCancellationRequested();
                _measured++;
                _time.Advance(TimeSpan.FromSeconds(trialSeconds));
                double value = StableHash.OfText($"{candidate.Name} on {rung.Number}") % 1000 / 1000.0;
                return new ResampledPrecision(value, [value - 0.02, value - 0.01, value, value + 0.01]);
            },
            request, log, seed: 1, progress: null);
        search.Run(cancelled.Token);
        return search;
    }

    // A process killed while writing leaves part of a line.
    private void Tear(string file, int bytes)
    {
        using FileStream stream = File.Open(Path.Combine(_folder.Path, file), FileMode.Open);
        stream.SetLength(Math.Max(0, stream.Length - bytes));
    }
}
