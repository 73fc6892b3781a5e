namespace Hamf.Models.Linear;

/// <summary>Log loss of two classes: one raw output, the log-odds of class 1.</summary>
internal sealed class BinaryLoss(double[] targets, double[] weights) : RowLoss(1, targets.Length)
{
    private readonly double[] _curvature = new double[targets.Length];

    /// <inheritdoc/>
    public override double TotalWeight { get; } = weights.Sum();

    /// <inheritdoc/>
    public override double[] FirstIntercepts(double[] classTotals) => [Math.Log(classTotals[1] / classTotals[0])];

    /// <inheritdoc/>
    public override double Value(double[][] sums)
    {
        double[] sum = sums[0];
        double loss = 0;
        for (int i = 0; i < sum.Length; i++)
        {
            // log(1 + exp(-margin)), written so that it neither overflows nor loses small values.
            double margin = targets[i] == 1 ? sum[i] : -sum[i];
            loss += weights[i] * (margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin);
        }

        return loss;
    }

    /// <inheritdoc/>
    public override void Differentiate(double[][] sums, double[][] slopes)
    {
        for (int i = 0; i < _curvature.Length; i++)
        {
            double p = 1 / (1 + Math.Exp(-sums[0][i]));
            slopes[0][i] = weights[i] * (p - targets[i]);
            _curvature[i] = weights[i] * p * (1 - p);
        }
    }

    /// <inheritdoc/>
    public override void CurvatureOf(int output, double[] result) => _curvature.CopyTo(result, 0);

    /// <inheritdoc/>
    public override void ApplyCurvature(double[][] sums)
    {
        for (int i = 0; i < _curvature.Length; i++)
        {
            sums[0][i] *= _curvature[i];
        }
    }
}
