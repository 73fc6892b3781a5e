using Hamf.Models.Formats.Hamf;

namespace Hamf.Models.Graph.Kernels;

/// <summary>A weighted sum of kernels plus an intercept.</summary>
internal sealed class KernelSum
{
    private readonly SupportVectors _vectors;
    private readonly double[] _weights;
    private readonly double _intercept;

    /// <param name="vectors">What rows are compared with.</param>
    /// <param name="weights">One per vector.</param>
    /// <param name="intercept">Added to the sum.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a number is not finite.</exception>
    public KernelSum(SupportVectors vectors, double[] weights, double intercept)
    {
        PartCheck.Count(weights.Length, vectors.Count, "dual coefficients");
        PartCheck.Finite(weights, "dual coefficients");
        PartCheck.Finite([intercept], "intercept");
        (_vectors, _weights, _intercept) = (vectors, weights, intercept);
    }

    /// <summary>Number of columns.</summary>
    public int Width => _vectors.Width;

    public static KernelSum Read(ref PartReader reader) => new(SupportVectors.Read(ref reader), reader.Doubles(), reader.Double());

    public void Write(PartWriter writer)
    {
        _vectors.Write(writer);
        writer.Doubles(_weights);
        writer.Double(_intercept);
    }

    /// <summary>The sum for a row of finite numbers.</summary>
    public double Compute(RowVector row, Workspace workspace)
    {
        RowVector likeness = workspace.Rent(_vectors.Count);
        _vectors.Compare(row, likeness.Numbers, workspace);
        double sum = VectorSums.Dot(_weights, likeness.Numbers) + _intercept;
        workspace.Return();
        return sum;
    }
}
