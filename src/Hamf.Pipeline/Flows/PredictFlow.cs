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
        scorer.RequireScore();
        bool hasKey = HasKey(scorer);
        long positives = 0;
        return Write(scorer, dataPath, outPath, historyPath, hasKey ? "key,score,decision" : "row,score,decision", writer => (row, number, engine) =>
        {
            double score = scorer.Score(row, engine);
            bool decision = score >= scorer.Bundle.Threshold;
            positives += decision ? 1 : 0;
            WriteName(writer, hasKey, row, number);
            WriteNumber(writer, score, "R");
            writer.WriteLine(decision ? ",1" : ",0");
        }, cancellation) with
        { Positives = positives };
    }

    /// <summary>
    /// As <see cref="Predict"/>, with all that the model gives: <c>key</c> (or <c>row</c>), <c>label</c> by the library's own rule (for a model that was trained here: 1 or 0
    /// by the threshold), then <c>proba_CLASS</c> for each class or the values before the decision, with 17 significant digits.
    /// </summary>
    /// <exception cref="Intake.RowFileException">A file cannot be read at all.</exception>
    public static PredictOutcome PredictFull(
        Scorer scorer, string dataPath, string outPath, string? historyPath, CancellationToken cancellation)
    {
        bool hasKey = HasKey(scorer);
        var full = new FullPrediction(scorer);
        string header = string.Join(',', [hasKey ? "key" : "row", "label", .. full.Names.Select(CsvField.Quote)]);
        long positives = 0;
        return Write(scorer, dataPath, outPath, historyPath, header, writer => (row, number, engine) =>
        {
            full.Predict(row, engine);
            positives += full.IsPositive ? 1 : 0;
            WriteName(writer, hasKey, row, number);
            writer.Write(',');
            writer.Write(CsvField.Quote(full.Label));
            foreach (double value in full.Values)
            {
                WriteNumber(writer, value, "G17");
            }

            writer.WriteLine();
        }, cancellation) with
        { Positives = positives };
    }

    private static PredictOutcome Write(
        Scorer scorer, string dataPath, string outPath, string? historyPath, string header, Func<StreamWriter, PassedRow> rowWriter, CancellationToken cancellation)
    {
        string partialPath = outPath + ".partial";
        using var rejects = new RejectLog(outPath + ".rejects.csv");
        var pass = new ScoringPass(scorer);
        try
        {
            using (var writer = new StreamWriter(partialPath, append: false, new UTF8Encoding(false), bufferSize: 1 << 16) { NewLine = "\n" })
            {
                writer.WriteLine(header);
                pass.Pass(dataPath, historyPath, rowWriter(writer), rejects.Add, cancellation);
            }

            File.Move(partialPath, outPath, overwrite: true);
        }
        finally
        {
            File.Delete(partialPath);
        }

        rejects.Complete();
        return new PredictOutcome(pass.Rows, 0, pass.Rejects, rejects.WrittenPath, pass.TooManyRejects, pass.Warnings);
    }

    private static bool HasKey(Scorer scorer) => scorer.Detector.Events.KeyIndex >= 0;

    private static void WriteName(StreamWriter writer, bool hasKey, Row row, long number)
    {
        if (hasKey)
        {
            writer.Write(CsvField.Quote(row.Key ?? string.Empty));
        }
        else
        {
            Span<char> buffer = stackalloc char[32];
            number.TryFormat(buffer, out int digits, default, CultureInfo.InvariantCulture);
            writer.Write(buffer[..digits]);
        }

    }

    private static void WriteNumber(StreamWriter writer, double value, string format)
    {
        Span<char> buffer = stackalloc char[32];
        writer.Write(',');
        value.TryFormat(buffer, out int length, format, CultureInfo.InvariantCulture);
        writer.Write(buffer[..length]);
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
