namespace Hamf.Models.Numerics;

/// <summary>Numbers in rows and columns. Immutable: whoever builds one hands the array over.</summary>
/// <param name="Values">[rows x columns], row-major.</param>
/// <param name="RowCount">Number of rows.</param>
/// <param name="ColumnCount">Number of columns.</param>
internal sealed record Matrix(double[] Values, int RowCount, int ColumnCount)
{
    /// <summary>The row <paramref name="row"/> (0-based).</summary>
    public ReadOnlySpan<double> this[int row] => Values.AsSpan(row * ColumnCount, ColumnCount);

    /// <summary>Rows as columns.</summary>
    public Matrix Transposed()
    {
        var values = new double[Values.Length];
        for (int row = 0; row < RowCount; row++)
        {
            for (int column = 0; column < ColumnCount; column++)
            {
                values[(column * RowCount) + row] = Values[(row * ColumnCount) + column];
            }
        }

        return new Matrix(values, ColumnCount, RowCount);
    }
}
