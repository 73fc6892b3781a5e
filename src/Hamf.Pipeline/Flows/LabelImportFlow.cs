using Hamf.Models.Data;
using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows;

/// <summary>Takes verdicts from a file into the label store. Thread-safe.</summary>
public sealed class LabelImportFlow(ILabelStore labels, TimeProvider time)
{
    private const double MaxRejectShare = 0.05;

    // Optional columns are declared ignored: such a column may be absent, and its text is kept where it is there.
    private static readonly EventSchema Schema = new(
    [
        new ColumnSpec { Name = "event_id", Type = ColumnType.Text, Role = ColumnRole.Key },
        new ColumnSpec { Name = "verdict", Type = ColumnType.Text, Role = ColumnRole.Feature, Aliases = ["fraud_confirmed", "label"] },
        new ColumnSpec { Name = "source", Type = ColumnType.Text, Role = ColumnRole.Ignore },
        new ColumnSpec { Name = "time", Type = ColumnType.Text, Role = ColumnRole.Ignore },
    ]);

    /// <summary>
    /// Imports a CSV or JSON-lines file with <c>event_id</c>, <c>verdict</c> and optionally <c>source</c> and <c>time</c>. Rejects are
    /// listed in <c>PATH.rejects.csv</c>.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="defaultSource">Source of rows that name none.</param>
    /// <param name="cancellation">Stops between batches; what was imported stays, and importing again changes nothing.</param>
    /// <exception cref="RowFileException">The file cannot be read, or lacks a column.</exception>
    public LabelImportOutcome Import(string path, string defaultSource, CancellationToken cancellation)
    {
        using var rejectLog = new RejectLog(path + ".rejects.csv");
        using RowFile file = RowFile.Open(path, Schema, new RowFileOptions());
        var batch = new RowBatch(Schema);
        long read = 0, added = 0, rejected = 0;
        while (file.Read(batch, cancellation))
        {
            var found = new List<Label>(batch.RowCount);
            var rejects = new List<Reject>(batch.Rejects);
            for (int i = 0; i < batch.RowCount; i++)
            {
                if (ReadLabel(batch, i, defaultSource, rejects) is { } label)
                {
                    found.Add(label);
                }
            }

            added += labels.Add(found);
            read += found.Count;
            rejected += batch.RowCount + batch.Rejects.Count - found.Count;
            rejectLog.Add(rejects);
        }

        rejectLog.Complete();
        return new LabelImportOutcome(read, added, rejected, rejectLog.WrittenPath, rejected > MaxRejectShare * (read + rejected));
    }

    private Label? ReadLabel(RowBatch batch, int row, string defaultSource, List<Reject> rejects) => LabelText.Read(
        batch.LineNumbers[row],
        Text(batch, "event_id", row),
        Text(batch, "verdict", row),
        Text(batch, "source", row) ?? defaultSource,
        Text(batch, "time", row),
        time.GetUtcNow(),
        rejects);

    private static string? Text(RowBatch batch, string column, int row) => ((TextColumn)batch.Table[column])[row];
}

/// <summary>What an import gave.</summary>
/// <param name="Rows">Labels read.</param>
/// <param name="Added">Labels that were new.</param>
/// <param name="Rejects">Rows rejected.</param>
/// <param name="RejectsPath">Where they are listed, or null.</param>
/// <param name="TooManyRejects">True when more than 5 % of the rows were rejected (exit code 3).</param>
public sealed record LabelImportOutcome(long Rows, long Added, long Rejects, string? RejectsPath, bool TooManyRejects);
