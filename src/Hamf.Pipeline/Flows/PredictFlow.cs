using System.Globalization;
using System.Text;
using Hamf.Pipeline.Rows;
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
    /// <remarks>
    /// <c>row</c> counts all rows of the input, rejected ones too, so that the output joins to the input by number. The score is written
    /// with as many digits as it takes to read the same double back.
    /// </remarks>
    /// <exception cref="Intake.RowFileException">A file cannot be read at all.</exception>
    public static PredictOutcome Predict(
        Scorer scorer, string dataPath, string outPath, string? historyPath, CancellationToken cancellation)
    {
        string partialPath = outPath + ".partial";
        using var rejects = new RejectLog(outPath + ".rejects.csv");
        var pass = new ScoringPass(scorer);
        long positives = 0;
        try
        {
            using (var writer = new StreamWriter(partialPath, append: false, new UTF8Encoding(false), bufferSize: 1 << 16) { NewLine = "\n" })
            {
                bool hasKey = scorer.Detector.Events.KeyIndex >= 0;
                writer.WriteLine(hasKey ? "key,score,decision" : "row,score,decision");
                pass.Score(dataPath, historyPath, (row, number, score) =>
                {
                    bool decision = score >= scorer.Bundle.Threshold;
                    positives += decision ? 1 : 0;
                    Write(writer, hasKey, row, number, score, decision);
                }, rejects.Add, cancellation);
            }

            File.Move(partialPath, outPath, overwrite: true);
        }
        finally
        {
            File.Delete(partialPath);
        }

        rejects.Complete();
        return new PredictOutcome(pass.Rows, positives, pass.Rejects, rejects.WrittenPath, pass.TooManyRejects, pass.Warnings);
    }

    private static void Write(StreamWriter writer, bool hasKey, Row row, long number, double score, bool decision)
    {
        Span<char> buffer = stackalloc char[32];
        if (hasKey)
        {
            writer.Write(CsvField.Quote(row.Key ?? string.Empty));
        }
        else
        {
            number.TryFormat(buffer, out int digits, default, CultureInfo.InvariantCulture);
            writer.Write(buffer[..digits]);
        }

        writer.Write(',');
        score.TryFormat(buffer, out int length, "R", CultureInfo.InvariantCulture);
        writer.Write(buffer[..length]);
        writer.WriteLine(decision ? ",1" : ",0");
    }
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
