using Hamf.Models.Numerics;

namespace Hamf.Models.Linear;

/// <summary>Log loss of several classes: raw outputs are unnormalised log probabilities, one per class.</summary>
internal sealed class SoftmaxLoss(double[] targets, double[] weights, int classCount) : RowLoss(classCount, targets.Length)
{
    // Class probabilities, [rows x classes], row-major.
    private readonly double[] _shares = new double[checked(targets.Length * classCount)];

    /// <inheritdoc/>
    public override double TotalWeight { get; } = weights.Sum();

    /// <inheritdoc/>
    /// <remarks>A class without rows starts, and ends, far below the others instead of at minus infinity.</remarks>
    public override double[] FirstIntercepts(double[] classTotals)
    {
        double least = 1e-12 * classTotals.Sum();
        return Array.ConvertAll(classTotals, total => Math.Log(Math.Max(total, least)));
    }

    /// <inheritdoc/>
    public override double Value(double[][] sums)
    {
        double loss = 0;
        for (int i = 0; i < RowCount; i++)
        {
            double highest = double.NegativeInfinity;
            for (int k = 0; k < OutputCount; k++)
            {
                highest = Math.Max(highest, sums[k][i]);
            }

            double total = 0;
            for (int k = 0; k < OutputCount; k++)
            {
                total += Math.Exp(sums[k][i] - highest);
            }

            loss += weights[i] * (Math.Log(total) + highest - sums[(int)targets[i]][i]);
        }

        return loss;
    }

    /// <inheritdoc/>
    public override void Differentiate(double[][] sums, double[][] slopes)
    {
        for (int i = 0; i < RowCount; i++)
        {
            Span<double> shares = SharesOf(i);
            for (int k = 0; k < OutputCount; k++)
            {
                shares[k] = sums[k][i];
            }

            SoftmaxLink.Apply(shares);
            for (int k = 0; k < OutputCount; k++)
            {
                slopes[k][i] = weights[i] * (shares[k] - (targets[i] == k ? 1 : 0));
            }
        }
    }

    /// <inheritdoc/>
    public override void CurvatureOf(int output, double[] result)
    {
        for (int i = 0; i < RowCount; i++)
        {
            double share = SharesOf(i)[output];
            result[i] = weights[i] * share * (1 - share);
        }
    }

    /// <inheritdoc/>
    public override void ApplyCurvature(double[][] sums)
    {
        for (int i = 0; i < RowCount; i++)
        {
            Span<double> shares = SharesOf(i);
            double mean = 0;
            for (int k = 0; k < OutputCount; k++)
            {
                mean += shares[k] * sums[k][i];
            }

            for (int k = 0; k < OutputCount; k++)
            {
                sums[k][i] = weights[i] * shares[k] * (sums[k][i] - mean);
            }
        }
    }

    private Span<double> SharesOf(int row) => _shares.AsSpan(row * OutputCount, OutputCount);
}
