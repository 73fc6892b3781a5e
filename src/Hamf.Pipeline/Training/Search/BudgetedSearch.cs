using System.Globalization;
using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Training.Search;

/// <summary>
/// Measures candidates, bracket after bracket, until the budget is spent. Which trial comes next depends on the seed and on the results of the
/// trials before, never on the clock: the clock only says after how many trials the search ends. Used once.
/// </summary>
/// <param name="space">The candidates.</param>
/// <param name="measure">Measures a candidate on a rung; the same answer whenever it is asked.</param>
/// <param name="request">Budget and clock.</param>
/// <param name="log">Where trials are kept; those in it are not measured again.</param>
/// <param name="seed">Seed of the draws.</param>
/// <param name="progress">Told about each trial, or null.</param>
internal sealed class BudgetedSearch(
    SearchSpace space,
    Func<Candidate, Rung, CancellationToken, ResampledPrecision> measure,
    SearchRequest request,
    TrialLog log,
    int seed,
    IProgress<string>? progress)
{
    // As many as leave one for the top rung.
    private const int BracketSize = Rung.Reduction * Rung.Reduction;

    private readonly Dictionary<(string Candidate, int Rung), Trial> _known = log.Known.ToDictionary(t => (t.Candidate, t.Rung));
    private readonly Dictionary<string, Candidate> _candidates = [];
    private readonly List<Trial> _trials = [];
    private double _spentSeconds;
    private bool _isOver;

    /// <summary>The trials in the order in which they were measured; complete also after a cancellation.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>The candidates that were measured, by name.</summary>
    public IReadOnlyDictionary<string, Candidate> Candidates => _candidates;

    /// <summary>Seconds spent on trials, in this call and in those that it resumes.</summary>
    public double SpentSeconds => _spentSeconds;

    /// <summary>Searches. The first candidate is measured whole whatever the budget, so that there is something to choose.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; what was measured is kept.</exception>
    public void Run(CancellationToken cancellation)
    {
        IReadOnlyList<Candidate> bracket = space.Known();
        Try(bracket[0], Rung.Top, cancellation);
        HashSet<string> algorithms = RunBracket(bracket, cancellation);
        var random = new Random(seed);
        while (!_isOver)
        {
            bracket = space.Draw(random, algorithms, _candidates.Keys.ToHashSet(), BracketSize);
            if (bracket.Count == 0)
            {
                progress?.Report("every candidate was tried");
                return;
            }

            RunBracket(bracket, cancellation);
        }
    }

    // Returns the algorithms in the better half of the first rung: the others are not worth further draws.
    private HashSet<string> RunBracket(IReadOnlyList<Candidate> bracket, CancellationToken cancellation)
    {
        HashSet<string> better = [];
        foreach (Rung rung in Rung.All)
        {
            List<(Candidate Candidate, Trial Trial)> measured = [];
            foreach (Candidate candidate in bracket)
            {
                if (Try(candidate, rung, cancellation) is not { } trial)
                {
                    return better;
                }

                measured.Add((candidate, trial));
            }

            // Ties go to the earlier candidate: the order is stable.
            Candidate[] ranked = measured.OrderByDescending(m => m.Trial.Precision.AveragePrecision).Select(m => m.Candidate).ToArray();
            better = better.Count > 0 ? better : ranked.Take((ranked.Length + 1) / 2).Select(c => c.Settings.Word).ToHashSet();
            bracket = ranked[..((ranked.Length + Rung.Reduction - 1) / Rung.Reduction)];
        }

        return better;
    }

    // Null when the budget is spent.
    private Trial? Try(Candidate candidate, Rung rung, CancellationToken cancellation)
    {
        if (_trials.Find(t => t.Candidate == candidate.Name && t.Rung == rung.Number) is { } done)
        {
            return done;
        }

        if (!_known.TryGetValue((candidate.Name, rung.Number), out Trial? trial))
        {
            trial = Measure(candidate, rung, cancellation);
            if (trial is null)
            {
                _isOver = true;
                return null;
            }

            log.Append(trial);
            if (rung == Rung.Top)
            {
                Tell(trial);
            }
        }

        _candidates[candidate.Name] = candidate;
        _trials.Add(trial);
        _spentSeconds += trial.Seconds;
        return trial;
    }

    private Trial? Measure(Candidate candidate, Rung rung, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        bool isFirst = _trials.Count == 0;
        TimeSpan left = request.Budget - TimeSpan.FromSeconds(_spentSeconds);
        if (!isFirst && left <= TimeSpan.Zero)
        {
            return null;
        }

        using var end = new CancellationTokenSource(isFirst ? Timeout.InfiniteTimeSpan : left, request.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Token, cancellation);
        long started = request.Clock.GetTimestamp();
        try
        {
            ResampledPrecision precision = measure(candidate, rung, either.Token);
            return new Trial(candidate.Name, rung.Number, precision, request.Clock.GetElapsedTime(started).TotalSeconds);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return null;
        }
    }

    // The cheap rungs are too many lines.
    private void Tell(Trial trial) => progress?.Report(string.Create(
        CultureInfo.InvariantCulture,
        $"average precision {trial.Precision.AveragePrecision:0.0000} of {trial.Candidate} ({Math.Max(0, request.Budget.TotalSeconds - _spentSeconds - trial.Seconds):0} s left)"));
}
