using Hamf.Models.Graph;
using Hamf.Models.Metrics;

namespace Hamf.Pipeline.Training.Search;

/// <summary>Measures candidates on folds. The same candidate and rung always give the same answer.</summary>
internal sealed class TrialMeter
{
    // With more rows, a fold at a time: copies of several would not fit beside the data, and one fit keeps all threads busy.
    private const int MaxParallelRows = 200_000;

    // As for the comparison of two models: steady to about a tenth of the interval's width.
    private const int Resamples = 200;

    private readonly LabeledTable _rows;
    private readonly IReadOnlyList<SearchFold> _folds;
    private readonly int _seed;
    private readonly LabeledTable[] _judged;
    private readonly byte[] _judgedLabels;

    public TrialMeter(LabeledTable rows, IReadOnlyList<SearchFold> folds, int seed)
    {
        _rows = rows;
        _folds = folds;
        _seed = seed;
        _judged = folds.Select(fold => LabeledTable.Take(rows.Features, rows.Labels, fold.Judged)).ToArray();
        _judgedLabels = _judged.SelectMany(judged => judged.Labels).ToArray();
    }

    /// <summary>Trains the candidate on every fold at the cost of the rung, and judges all of them as one.</summary>
    public ResampledPrecision Measure(Candidate candidate, Rung rung, CancellationToken cancellation)
    {
        bool inParallel = _rows.Labels.Length <= MaxParallelRows;
        var scores = new double[_folds.Count][];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = inParallel ? Environment.ProcessorCount : 1,
            CancellationToken = cancellation,
        };

        // A model does not depend on its number of threads, nor a fold on the others.
        Parallel.For(0, _folds.Count, options, fold => scores[fold] = Score(candidate, rung, fold, inParallel ? 1 : 0, cancellation));
        return ResampledPrecision.Measure(scores.SelectMany(s => s).ToArray(), _judgedLabels, Resamples, _seed);
    }

    private double[] Score(Candidate candidate, Rung rung, int fold, int threads, CancellationToken cancellation)
    {
        int[] sample = rung.Sample(_folds[fold].Train, _rows.Labels, _seed);
        LabeledTable train = LabeledTable.Take(_rows.Features, _rows.Labels, sample);
        Model model = Learners.Of(rung.Cheapen(candidate.Settings), threads, patienceTrees: 0)
            .Train(train.ToTrainingSet(), cancellation: cancellation);
        return _judged[fold].Score(model);
    }
}
