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
    private readonly float[][]? _singles;
    private double[][] _columns = Columns;

    /// <summary>
    /// A table of floats, in half the memory. Boosted trees are trained on it as it is; whatever asks for <see cref="Columns"/> makes doubles of
    /// all values and keeps them.
    /// </summary>
    /// <param name="features">The features, in model order.</param>
    /// <param name="singles">One array per feature, each of <paramref name="rowCount"/> values; NaN is missing, a category is its code.</param>
    /// <param name="rowCount">Number of rows.</param>
    public FeatureTable(IReadOnlyList<FeatureInfo> features, float[][] singles, int rowCount)
        : this(features, (double[][])[], rowCount) => _singles = singles;

    /// <summary>One array per feature, each of <see cref="RowCount"/> values; NaN is missing, a category is its code.</summary>
    public double[][] Columns
    {
        get
        {
            if (_singles is not null && _columns.Length == 0)
            {
                _columns = Array.ConvertAll(_singles, column => Array.ConvertAll(column, value => (double)value));
            }

            return _columns;
        }

        init => _columns = value;
    }

    /// <summary>Number of columns that the table holds.</summary>
    internal int ColumnCount => _singles?.Length ?? _columns.Length;

    /// <summary>Number of values that a column holds.</summary>
    internal int LengthOf(int feature) => _singles?[feature].Length ?? _columns[feature].Length;

    /// <summary>The values of a column, without making doubles of the others.</summary>
    internal ColumnValues ValuesOf(int feature) => _singles is null
        ? new ColumnValues(_columns[feature].AsSpan(0, RowCount))
        : new ColumnValues(_singles[feature].AsSpan(0, RowCount));

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
