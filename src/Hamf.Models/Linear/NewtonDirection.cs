namespace Hamf.Models.Linear;

/// <summary>
/// Solves H d = -g by conjugate gradients over the weights that may move, until the rest is small against the gradient: loosely far from
/// the minimum, tightly near it. Not thread-safe.
/// </summary>
internal sealed class NewtonDirection(PenalisedLoss objective)
{
    private const int MaxSteps = 250;

    /// <summary>The direction; 0 where a weight may not move.</summary>
    public double[] Find(double[] gradient, double[] diagonal, bool[] moving, CancellationToken cancellation)
    {
        int n = gradient.Length;
        var direction = new double[n];
        var rest = new double[n];
        var search = new double[n];
        var image = new double[n];
        double rho = 0;
        for (int k = 0; k < n; k++)
        {
            rest[k] = moving[k] ? -gradient[k] : 0;
            search[k] = rest[k] / diagonal[k];
            rho += rest[k] * search[k];
        }

        double norm = Norm(rest);
        double enough = norm * Math.Min(0.1, Math.Sqrt(norm / objective.TotalWeight));
        for (int step = 0; step < MaxSteps && Norm(rest) > enough; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            objective.ApplyHessian(search, image);
            double curvature = Dot(search, image);
            if (!(curvature > 0))
            {
                break;
            }

            double length = rho / curvature;
            double before = rho;
            rho = 0;
            for (int k = 0; k < n; k++)
            {
                direction[k] += length * search[k];
                rest[k] -= moving[k] ? length * image[k] : 0;
                rho += rest[k] * rest[k] / diagonal[k];
            }

            for (int k = 0; k < n; k++)
            {
                search[k] = (rest[k] / diagonal[k]) + (rho / before * search[k]);
            }
        }

        return direction;
    }

    private static double Norm(double[] vector) => Math.Sqrt(Dot(vector, vector));

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++)
        {
            sum += a[k] * b[k];
        }

        return sum;
    }
}
