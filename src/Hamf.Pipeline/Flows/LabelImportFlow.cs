using Hamf.Pipeline.Intake;
using Hamf.Pipeline.Labels;
using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Flows;

/// <summary>Takes verdicts from a file into the label store. Thread-safe.</summary>
public sealed class LabelImportFlow(ILabelStore labels, TimeProvider time)
{
    private const double MaxRejectShare = 0.05;

    private static readonly EventSchema Schema = new(
    [
        new ColumnSpec { Name = "event_id", Type = ColumnType.Text, Role = ColumnRole.Key },
        new ColumnSpec { Name = "verdict", Type = ColumnType.Text, Role = ColumnRole.Feature, Aliases = ["label", "fraud_confirmed"] },
    ]);

    private static readonly EventSchema SchemaWithDetails = new(
    [
        .. Schema.Columns,
        new ColumnSpec { Name = "source", Type = ColumnType.Text, Role = ColumnRole.Feature, Nullable = true },
        new ColumnSpec { Name = "time", Type = ColumnType.Time, Role = ColumnRole.Feature, Nullable = true },
    ]);

    /// <summary>Imports a CSV or JSON-lines file with <c>event_id</c>, <c>verdict</c> and optionally <c>source</c> and <c>time</c>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="defaultSource">Source of rows that name none.</param>
    /// <param name="cancellation">Stops between batches; what was imported stays, and importing again changes nothing.</param>
    public LabelImportOutcome Import(string path, string defaultSource, CancellationToken cancellation)
    {
        throw new NotImplementedException($"{labels}{time}{defaultSource}{SchemaWithDetails}{MaxRejectShare}{path}{cancellation}");
    }
}

/// <summary>What an import gave.</summary>
/// <param name="Rows">Labels read.</param>
/// <param name="Added">Labels that were new.</param>
/// <param name="Rejects">Rows rejected.</param>
/// <param name="RejectsPath">Where they are listed, or null.</param>
/// <param name="TooManyRejects">True when more than 5 % of the rows were rejected (exit code 3).</param>
public sealed record LabelImportOutcome(long Rows, long Added, long Rejects, string? RejectsPath, bool TooManyRejects);
