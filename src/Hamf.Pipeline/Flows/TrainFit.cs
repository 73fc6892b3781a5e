using Hamf.Pipeline.Detectors;
using Hamf.Pipeline.Evaluation;
using Hamf.Pipeline.Training;
using Hamf.Pipeline.Training.Search;

namespace Hamf.Pipeline.Flows;

/// <summary>From divided rows to the model that is kept: a search when one was asked for, training, and calibration of what a search chose. Used once.</summary>
internal sealed class TrainFit(TrainRequest request, IProgress<string>? progress, CancellationToken cancellation)
{
    private TrainSearch? _search;

    /// <summary>What a search has measured, also when it was cancelled; null without one.</summary>
    public SearchTable? Search => _search?.Table;

    /// <summary>Trains and chooses.</summary>
    /// <param name="plan">The division.</param>
    /// <param name="table">The rows that it divides.</param>
    /// <param name="train">Rows to fit.</param>
    /// <param name="validation">Rows to choose on.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainedModel Run(SplitPlan plan, TrainingTable table, LabeledTable train, LabeledTable validation)
    {
        TrainingSpec spec = request.Detector.Training;
        bool isExchangeable = plan.Kind == SplitKind.Stratified;
        if (request.Search is null)
        {
            return new ModelSearch(spec, null, progress, cancellation).Train(train, validation, isExchangeable);
        }

        _search = new TrainSearch(request, SearchRows.Of(plan, table, train, validation), progress);
        Candidate found = _search.Run(cancellation);
        TrainedModel trained = new ModelSearch(spec, found, progress, cancellation).Train(train, validation, isExchangeable);
        return ScoreCalibration.Improve(trained with { Choice = TrialRanking.Explain(_search.Table!) }, spec.Seed);
    }
}
