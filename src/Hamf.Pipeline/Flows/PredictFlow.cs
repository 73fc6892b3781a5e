using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows;

/// <summary>Scores a data file into a CSV file. Memory does not grow with the file, apart from the window state.</summary>
public static class PredictFlow
{
    /// <summary>Scores every accepted row in input order: <c>key</c> (or <c>row</c>, 1-based), <c>score</c>, <c>decision</c>.</summary>
    /// <param name="scorer">The model version.</param>
    /// <param name="dataPath">The file to score.</param>
    /// <param name="outPath">The file to write; rejects go to <c>outPath.rejects.csv</c>. Both appear whole or not at all.</param>
    /// <param name="historyPath">Earlier events to warm up the windows, or null.</param>
    /// <param name="cancellation">Stops and leaves no file.</param>
    public static PredictOutcome Predict(
        Scorer scorer, string dataPath, string outPath, string? historyPath, CancellationToken cancellation) =>
        throw new NotImplementedException();
}

/// <summary>What scoring a file gave.</summary>
/// <param name="Rows">Rows scored.</param>
/// <param name="Positives">Positive decisions.</param>
/// <param name="Rejects">Rows rejected.</param>
/// <param name="RejectsPath">Where they are listed, or null when there are none.</param>
/// <param name="TooManyRejects">True when the share of rejects passes the detector's limit (exit code 3).</param>
/// <param name="Warnings">Things the user should know: rows out of time order, windows without history.</param>
public sealed record PredictOutcome(
    long Rows, long Positives, long Rejects, string? RejectsPath, bool TooManyRejects, IReadOnlyList<string> Warnings);
