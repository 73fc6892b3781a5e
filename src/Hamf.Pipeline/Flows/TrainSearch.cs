using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Training;
using Hamf.Pipeline.Training.Search;

namespace Hamf.Pipeline.Flows;

/// <summary>The search of one training: folds, trials, table and choice. Used once.</summary>
internal sealed class TrainSearch(TrainRequest request, SearchRows rows, IProgress<string>? progress)
{
    private readonly TrainingSpec _spec = request.Detector.Training;
    private readonly SearchRequest _search = request.Search!;

    /// <summary>What was measured so far, the kept candidate first; null before the first trial on all rows.</summary>
    public SearchTable? Table { get; private set; }

    /// <summary>Searches.</summary>
    /// <returns>The candidate that is kept; <see cref="Table"/> says why.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; <see cref="Table"/> has what was measured.</exception>
    public Candidate Run(CancellationToken cancellation)
    {
        IReadOnlyList<SearchFold> folds = SearchFolds.Divide(rows, _spec.Seed);
        using TrialLog log = TrialLog.Open(Path.Combine(_search.Folder, Key() + ".jsonl"), _search.Resume);
        progress?.Report(string.Create(
            CultureInfo.InvariantCulture,
            $"searching for {TimeSpanText.Format(_search.Budget)} on {SearchFolds.Describe(folds, rows.Kind)}{(log.Known.Count == 0 ? string.Empty : $", after {log.Known.Count} trials of an earlier call")}"));
        var meter = new TrialMeter(rows.Table, folds, _spec.Seed);
        var search = new BudgetedSearch(new SearchSpace(_spec), meter.Measure, _search, log, _spec.Seed, progress);
        try
        {
            search.Run(cancellation);
        }
        finally
        {
            Table = TableOf(search, folds);
        }

        return search.Candidates[Table!.Candidates[0].Name];
    }

    private SearchTable? TableOf(BudgetedSearch search, IReadOnlyList<SearchFold> folds)
    {
        IReadOnlyList<SearchedCandidate> ranked = TrialRanking.Rank(search.Trials);
        return ranked.Count == 0 ? null : new SearchTable
        {
            Folds = SearchFolds.Describe(folds, rows.Kind),
            JudgedRows = folds.Sum(f => f.Judged.Length),
            JudgedPositives = folds.Sum(f => f.Judged.Count(r => rows.Table.Labels[r] == 1)),
            BudgetSeconds = _search.Budget.TotalSeconds,
            SpentSeconds = search.SpentSeconds,
            RungCount = Rung.Top.Number,
            Default = search.Trials[0].Candidate,
            Candidates = ranked,
        };
    }

    // A trial of other data, another detector, seed or space would be another trial. The budget is not part: more of it goes on.
    private string Key()
    {
        string[] parts =
        [
            SearchSpace.Version.ToString(CultureInfo.InvariantCulture),
            FileDigest.OfFile(request.DataPath) ?? string.Empty,
            request.TestPath is { } test ? FileDigest.OfFile(test) ?? string.Empty : "none",
            _spec.Algorithm.ToString(),
            _spec.Seed.ToString(CultureInfo.InvariantCulture),
            request.Detector.Yaml,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))))[..32];
    }
}
