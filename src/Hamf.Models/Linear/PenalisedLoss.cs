namespace Hamf.Models.Linear;

/// <summary>
/// A <see cref="RowLoss"/> and its penalties as a function of all weights: one after the other the weights of each output, its intercept
/// first. Not thread-safe.
/// </summary>
internal sealed class PenalisedLoss(DesignMatrix rows, RowLoss loss, double l1, double l2)
{
    private readonly double[][] _sums = Buffers(loss);
    private readonly double[][] _slopes = Buffers(loss);

    /// <summary>Penalty on absolute weights.</summary>
    public double L1 => l1;

    /// <summary>Number of weights of all outputs.</summary>
    public int Length { get; } = checked(rows.WeightCount * loss.OutputCount);

    /// <summary>The weights of all rows together.</summary>
    public double TotalWeight => loss.TotalWeight;

    /// <summary>True where L1 counts; never for an intercept.</summary>
    public bool IsPenalised(int weight) => l1 > 0 && !IsIntercept(weight);

    /// <summary>Weights that are 0 but for the intercepts.</summary>
    public double[] Start(double[] intercepts)
    {
        var weights = new double[Length];
        for (int k = 0; k < intercepts.Length; k++)
        {
            weights[k * rows.WeightCount] = intercepts[k];
        }

        return weights;
    }

    /// <summary>The weights of each output, [outputs][weights].</summary>
    public double[][] Split(double[] weights) => weights.Chunk(rows.WeightCount).ToArray();

    /// <summary>The loss and the penalties.</summary>
    public double Value(double[] weights)
    {
        Multiply(weights);
        double squares = 0;
        double absolutes = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double weight = IsIntercept(k) ? 0 : weights[k];
            squares += weight * weight;
            absolutes += Math.Abs(weight);
        }

        return loss.Value(_sums) + (l2 / 2 * squares) + (l1 * absolutes);
    }

    /// <summary>The first derivatives and the diagonal of the second, both without L1.</summary>
    public void Differentiate(double[] weights, double[] gradient, double[] diagonal)
    {
        Multiply(weights);
        loss.Differentiate(_sums, _slopes);
        for (int output = 0; output < _slopes.Length; output++)
        {
            rows.MultiplyTransposed(_slopes[output], Part(gradient, output), squared: false);
            loss.CurvatureOf(output, _sums[output]);
            rows.MultiplyTransposed(_sums[output], Part(diagonal, output), squared: true);
        }

        for (int k = 0; k < weights.Length; k++)
        {
            gradient[k] += IsIntercept(k) ? 0 : l2 * weights[k];
            diagonal[k] = Math.Max(1e-12, diagonal[k] + (IsIntercept(k) ? 0 : l2));
        }
    }

    /// <summary>The second derivatives at the last point of <see cref="Differentiate"/> times a vector.</summary>
    public void ApplyHessian(double[] vector, double[] image)
    {
        Multiply(vector);
        loss.ApplyCurvature(_sums);
        for (int output = 0; output < _sums.Length; output++)
        {
            rows.MultiplyTransposed(_sums[output], Part(image, output), squared: false);
        }

        for (int k = 0; k < vector.Length; k++)
        {
            image[k] += IsIntercept(k) ? 0 : l2 * vector[k];
        }
    }

    private bool IsIntercept(int weight) => weight % rows.WeightCount == 0;

    private void Multiply(double[] weights)
    {
        for (int output = 0; output < _sums.Length; output++)
        {
            rows.Multiply(Part(weights, output), _sums[output]);
        }
    }

    private Span<double> Part(double[] weights, int output) => weights.AsSpan(output * rows.WeightCount, rows.WeightCount);

    private static double[][] Buffers(RowLoss loss) =>
        Enumerable.Range(0, loss.OutputCount).Select(_ => new double[loss.RowCount]).ToArray();
}
