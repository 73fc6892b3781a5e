namespace Hamf.Models.Data;

/// <summary>What every trainer checks before it begins.</summary>
internal static class TrainingInput
{
    /// <summary>Counts the positive rows.</summary>
    /// <exception cref="ArgumentException">No rows, one class only, labels other than 0 and 1, or lengths that differ.</exception>
    public static long CountPositives(FeatureTable table, byte[] labels)
    {
        if (table.RowCount != labels.Length)
        {
            throw new ArgumentException($"There are {table.RowCount} rows but {labels.Length} labels.", nameof(labels));
        }

        long positives = 0;
        foreach (byte label in labels)
        {
            if (label > 1)
            {
                throw new ArgumentException($"A label is {label}; labels are 0 or 1.", nameof(labels));
            }

            positives += label;
        }

        if (positives == 0 || positives == labels.Length)
        {
            throw new ArgumentException(
                labels.Length == 0
                    ? "There are no rows to train on."
                    : $"All {labels.Length} rows are of one class ({(positives == 0 ? "negative" : "positive")}); training needs both.",
                nameof(labels));
        }

        return positives;
    }
}
