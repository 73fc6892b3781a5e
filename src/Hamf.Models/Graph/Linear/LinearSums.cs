using Hamf.Models.Numerics;

namespace Hamf.Models.Graph.Linear;

/// <summary>Weighted sums of a row's columns plus an intercept each. A sparse row costs its stored values only.</summary>
internal sealed class LinearSums
{
    /// <param name="weights">[sums x columns].</param>
    /// <param name="intercepts">[sums].</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public LinearSums(Matrix weights, double[] intercepts)
    {
        PartCheck.Width(weights.ColumnCount);
        PartCheck.Count(intercepts.Length, weights.RowCount, "intercepts");
        PartCheck.Count(weights.Values.Length, (long)weights.RowCount * weights.ColumnCount, "weights");
        PartCheck.Finite(weights.Values, "weights");
        PartCheck.Finite(intercepts, "intercepts");
        (Weights, Intercepts) = (weights, intercepts);
    }

    /// <summary>[sums x columns].</summary>
    public Matrix Weights { get; }

    /// <summary>[sums].</summary>
    public double[] Intercepts { get; }

    /// <summary>Number of sums.</summary>
    public int Count => Intercepts.Length;

    /// <summary>Number of columns.</summary>
    public int Width => Weights.ColumnCount;

    /// <summary>All sums of a row.</summary>
    public void Compute(RowVector row, Span<double> sums)
    {
        for (int i = 0; i < Intercepts.Length; i++)
        {
            ReadOnlySpan<double> weights = Weights[i];
            sums[i] = (row.IsSparse ? Sparse(weights, row.Numbers, row.Indices) : Dense(weights, row.Numbers)) + Intercepts[i];
        }
    }

    /// <summary>What each column adds to a sum.</summary>
    public void Explain(RowVector row, int sum, Span<double> contributions)
    {
        row.CopyTo(contributions);
        ReadOnlySpan<double> weights = Weights[sum];
        for (int i = 0; i < weights.Length; i++)
        {
            contributions[i] *= weights[i];
        }
    }

    private static double Dense(ReadOnlySpan<double> weights, ReadOnlySpan<double> values)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            sum += weights[i] * values[i];
        }

        return sum;
    }

    private static double Sparse(ReadOnlySpan<double> weights, ReadOnlySpan<double> values, ReadOnlySpan<int> columns)
    {
        double sum = 0;
        for (int i = 0; i < columns.Length; i++)
        {
            sum += weights[columns[i]] * values[i];
        }

        return sum;
    }
}
