using Hamf.Models.Metrics;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Scoring;

namespace Hamf.Pipeline.Flows;

/// <summary>Judges a model version on labelled events.</summary>
public static class EvaluateFlow
{
    // Labels are asked for in batches: one query each, and few enough ids for any database.
    private const int LabelBatch = 500;

    /// <summary>Scores a labelled file and compares. Memory: 9 bytes a row, plus as much while it sorts, apart from the window state.</summary>
    /// <param name="scorer">The model version.</param>
    /// <param name="dataPath">The file; rows without label are scored, observed and counted, but not judged.</param>
    /// <param name="historyPath">Earlier events to warm up the windows, or null.</param>
    /// <param name="rejectsPath">Where to list rejects.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="Intake.RowFileException">A file cannot be read at all.</exception>
    public static EvaluateOutcome EvaluateFile(
        Scorer scorer, string dataPath, string? historyPath, string rejectsPath, CancellationToken cancellation)
    {
        using var rejects = new RejectLog(rejectsPath);
        var judged = new JudgedScores();
        var pass = new ScoringPass(scorer);
        long unlabelled = 0;
        pass.Score(dataPath, historyPath, (row, _, score) =>
        {
            if (row.Label is { } label)
            {
                judged.Add(score, label);
            }
            else
            {
                unlabelled++;
            }
        }, rejects.Add, cancellation);
        rejects.Complete();
        return new EvaluateOutcome(
            judged.Metrics(scorer.Bundle.Threshold), unlabelled, pass.Rejects, rejects.WrittenPath, pass.TooManyRejects,
            [.. pass.Warnings, .. judged.Warnings()])
        {
            Versions = [scorer.Version.Version],
        };
    }

    /// <summary>Compares the stored scores of events in [from, to) with the labels in force.</summary>
    /// <remarks>
    /// The threshold shown is that of the newest event; where several were in force, each event counts with the decision that was made,
    /// so precision and recall are those of what really happened.
    /// </remarks>
    public static EvaluateOutcome EvaluateStored(
        string detector, IScoreStore scores, ILabelStore labels, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation)
    {
        var judged = new JudgedScores();
        var versions = new SortedSet<int>();
        long unlabelled = 0;
        foreach (ScoredEvent[] batch in scores.Query(detector, from.ToUnixTimeMilliseconds(), to.ToUnixTimeMilliseconds()).Chunk(LabelBatch))
        {
            cancellation.ThrowIfCancellationRequested();
            IReadOnlyDictionary<string, Label> known = labels.Current(batch.Select(e => e.EventId).ToArray());
            foreach (ScoredEvent scored in batch)
            {
                if (known.TryGetValue(scored.EventId, out Label? label))
                {
                    judged.Add(scored.Score, label.Positive, scored.Decision, scored.Threshold);
                    versions.Add(scored.ModelVersion);
                }
                else
                {
                    unlabelled++;
                }
            }
        }

        return new EvaluateOutcome(judged.MetricsAsDecided(), unlabelled, 0, null, false, judged.Warnings()) { Versions = [.. versions] };
    }
}

/// <summary>What an evaluation gave.</summary>
/// <param name="Metrics">The metrics on labelled rows, or null when none is labelled.</param>
/// <param name="Unlabelled">Rows without a label.</param>
/// <param name="Rejects">Rows rejected.</param>
/// <param name="RejectsPath">Where they are listed, or null when there are none.</param>
/// <param name="TooManyRejects">True when the share of rejects passes the detector's limit (exit code 3).</param>
/// <param name="Warnings">Things the user should know.</param>
public sealed record EvaluateOutcome(
    ClassificationMetrics? Metrics, long Unlabelled, long Rejects, string? RejectsPath, bool TooManyRejects, IReadOnlyList<string> Warnings)
{
    /// <summary>The versions whose scores were compared with labels, lowest first; of a file the one that scored it.</summary>
    public IReadOnlyList<int> Versions { get; init; } = [];

    /// <summary>The run that it is recorded under, or null where it is not.</summary>
    public string? RunId { get; init; }
}
