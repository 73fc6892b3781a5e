using Hamf.Models.Metrics;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows;

/// <summary>Judges a model version on labelled events.</summary>
public static class EvaluateFlow
{
    /// <summary>Scores a labelled file and compares. Memory: 16 bytes a row apart from the window state.</summary>
    public static EvaluateOutcome EvaluateFile(Scorer scorer, string dataPath, string? historyPath, CancellationToken cancellation) =>
        throw new NotImplementedException();

    /// <summary>Compares the stored scores of events in [from, to) with the labels in force.</summary>
    public static EvaluateOutcome EvaluateStored(
        string detector, IScoreStore scores, ILabelStore labels, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        throw new NotImplementedException();
}

/// <summary>What an evaluation gave.</summary>
/// <param name="Metrics">The metrics on labelled rows, or null when none is labelled.</param>
/// <param name="Unlabelled">Rows without a label.</param>
/// <param name="Rejects">Rows rejected.</param>
/// <param name="TooManyRejects">True when the share of rejects passes the detector's limit (exit code 3).</param>
/// <param name="Warnings">Things the user should know.</param>
public sealed record EvaluateOutcome(
    ClassificationMetrics? Metrics, long Unlabelled, long Rejects, bool TooManyRejects, IReadOnlyList<string> Warnings);
