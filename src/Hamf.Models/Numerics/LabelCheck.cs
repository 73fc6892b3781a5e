using Hamf.Models.Data;

namespace Hamf.Models.Numerics;

/// <summary>What every trainer demands of its rows before it starts.</summary>
internal static class LabelCheck
{
    /// <summary>Refuses tables without rows, labels of the wrong number or kind, and a single class.</summary>
    /// <returns>The number of positive rows.</returns>
    public static int Check(FeatureTable table, byte[] labels)
    {
        CheckShape(table, labels);
        int positives = labels.AsSpan().Count((byte)1);
        if (positives == 0 || positives == labels.Length)
        {
            string only = positives == 0 ? "negative (0)" : "positive (1)";
            throw new ArgumentException($"Training needs rows of both classes; all {labels.Length} rows are {only}.");
        }

        return positives;
    }

    /// <summary>Refuses tables without rows, columns of unequal length, and labels of the wrong number or kind.</summary>
    public static void CheckShape(FeatureTable table, byte[] labels)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(labels);
        if (table.RowCount == 0)
        {
            throw new ArgumentException("Training needs rows; there are none.");
        }

        if (labels.Length != table.RowCount)
        {
            throw new ArgumentException($"There are {table.RowCount} rows but {labels.Length} labels.");
        }

        int wrong = labels.AsSpan().IndexOfAnyExceptInRange((byte)0, (byte)1);
        if (wrong >= 0)
        {
            throw new ArgumentException($"A label must be 0 or 1; row {wrong} has {labels[wrong]}.");
        }

        CheckColumns(table);
    }

    private static void CheckColumns(FeatureTable table)
    {
        if (table.Columns.Length != table.Features.Count)
        {
            throw new ArgumentException($"There are {table.Features.Count} features but {table.Columns.Length} columns.");
        }

        for (int f = 0; f < table.Columns.Length; f++)
        {
            FeatureInfo feature = table.Features[f];
            if (table.Columns[f].Length < table.RowCount)
            {
                throw new ArgumentException(
                    $"Feature '{feature.Name}' has {table.Columns[f].Length} values for {table.RowCount} rows.");
            }

            if (feature.Kind == FeatureKind.Categorical)
            {
                CheckCodes(feature, table.Columns[f].AsSpan(0, table.RowCount));
            }
        }
    }

    private static void CheckCodes(FeatureInfo feature, ReadOnlySpan<double> codes)
    {
        for (int i = 0; i < codes.Length; i++)
        {
            double code = codes[i];
            if (!double.IsNaN(code) && !(code >= 0 && code <= feature.UnseenCode && code == Math.Floor(code)))
            {
                throw new ArgumentException(
                    $"Feature '{feature.Name}' must hold codes from 0 to {feature.UnseenCode}; row {i} has {code:R}.");
            }
        }
    }
}
