namespace Hamf.Models.Linear;

/// <summary>
/// The weighted log loss of rows as a function of their raw outputs. Sums and derivatives are [outputs][rows]. Not thread-safe.
/// </summary>
internal abstract class RowLoss(int outputCount, int rowCount)
{
    /// <summary>Number of raw outputs of a row.</summary>
    public int OutputCount { get; } = outputCount;

    /// <summary>Number of rows.</summary>
    public int RowCount { get; } = rowCount;

    /// <summary>The weights of all rows together.</summary>
    public abstract double TotalWeight { get; }

    /// <summary>The intercepts that are right when no feature tells anything, [outputs].</summary>
    /// <param name="classTotals">The weight of each class.</param>
    public abstract double[] FirstIntercepts(double[] classTotals);

    /// <summary>The loss of all rows.</summary>
    public abstract double Value(double[][] sums);

    /// <summary>
    /// Writes the first derivatives by the sums to <paramref name="slopes"/> and keeps what <see cref="ApplyCurvature"/> needs.
    /// </summary>
    public abstract void Differentiate(double[][] sums, double[][] slopes);

    /// <summary>The second derivatives by the sums of one output at the last point of <see cref="Differentiate"/>, [rows].</summary>
    public abstract void CurvatureOf(int output, double[] result);

    /// <summary>Multiplies by the second derivatives at the last point of <see cref="Differentiate"/>, in place.</summary>
    public abstract void ApplyCurvature(double[][] sums);
}
