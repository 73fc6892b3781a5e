using Hamf.Pipeline.Detectors;

namespace Hamf.Pipeline.Training.Search;

/// <summary>The rows that a search may look at: train and then validation, never test.</summary>
/// <param name="Table">The rows.</param>
/// <param name="TrainRows">Number of train rows, which stand first.</param>
/// <param name="Kind">How rows are divided; never auto.</param>
/// <param name="TimesMs">Event times in Unix milliseconds, [rows], rising; null unless rows are divided by time.</param>
/// <param name="Entities">Hash of the entity, [rows]; null unless rows are divided by entity.</param>
internal sealed record SearchRows(LabeledTable Table, int TrainRows, SplitKind Kind, long[]? TimesMs, ulong[]? Entities)
{
    /// <summary>The rows of a plan.</summary>
    public static SearchRows Of(SplitPlan plan, TrainingTable table, LabeledTable train, LabeledTable validation)
    {
        int[] rows = [.. plan.Train, .. plan.Validation];
        return new SearchRows(
            train.Append(validation),
            plan.Train.Length,
            plan.Kind,
            plan.Kind == SplitKind.Time ? Array.ConvertAll(rows, r => table.TimesMs![r]) : null,
            plan.Kind == SplitKind.Group ? Array.ConvertAll(rows, r => table.Entities![r]) : null);
    }
}
