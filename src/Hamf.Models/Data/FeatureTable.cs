namespace Hamf.Models.Data;

/// <summary>
/// Feature values for training and batch scoring: one array of doubles per feature, [features][rows].
/// Immutable by convention: whoever builds it hands it over.
/// </summary>
/// <param name="Features">The features, in model order.</param>
/// <param name="Columns">One array per feature, each of <paramref name="RowCount"/> values; NaN is missing, a category is its code.</param>
/// <param name="RowCount">Number of rows.</param>
public sealed record FeatureTable(IReadOnlyList<FeatureInfo> Features, double[][] Columns, int RowCount)
{
    /// <summary>Copies the row <paramref name="row"/> (0-based) into <paramref name="values"/>, in feature order.</summary>
    public void CopyRow(int row, Span<double> values)
    {
        for (int f = 0; f < Columns.Length; f++)
        {
            values[f] = Columns[f][row];
        }
    }

    /// <summary>A new table of the given rows (0-based), in the given order.</summary>
    public FeatureTable Take(ReadOnlySpan<int> rows)
    {
        var columns = new double[Columns.Length][];
        for (int f = 0; f < columns.Length; f++)
        {
            double[] source = Columns[f];
            var target = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                target[i] = source[rows[i]];
            }

            columns[f] = target;
        }

        return new FeatureTable(Features, columns, rows.Length);
    }
}
