namespace Hamf.Models.Linear;

/// <summary>
/// Where the second-order model of the loss, together with the L1 penalty, is least: found by going round the weights that may move, each put
/// at its own minimum (Friedman, Hastie and Tibshirani 2010). The second derivatives of these weights are computed once, so that a round costs
/// nothing of the rows and thousands of rounds may be gone where features are nearly the same. Not thread-safe.
/// </summary>
internal sealed class CoordinateSteps(PenalisedLoss objective)
{
    /// <summary>Most weights that may move: each costs a product with all rows.</summary>
    public const int MaxMoving = 128;

    private const int MaxRounds = 20_000;

    private readonly double[] _vector = new double[objective.Length];
    private readonly double[] _image = new double[objective.Length];

    /// <summary>The weights at the least value of the model; those that may not move are as they were.</summary>
    /// <param name="weights">Where the model was made.</param>
    /// <param name="gradient">First derivatives there, without L1.</param>
    /// <param name="moving">Indices of the weights that may move.</param>
    /// <param name="enough">A round in which no slope was larger ends the search.</param>
    /// <param name="cancellation">Stops between products and rounds.</param>
    public double[] Find(double[] weights, double[] gradient, int[] moving, double enough, CancellationToken cancellation)
    {
        double[][] curvature = Array.ConvertAll(moving, k => CurvatureOf(k, moving, cancellation));
        double[] slopes = Array.ConvertAll(moving, k => gradient[k]);
        var found = (double[])weights.Clone();
        double steepest = double.PositiveInfinity;
        for (int round = 0; round < MaxRounds && steepest > enough; round++)
        {
            cancellation.ThrowIfCancellationRequested();
            steepest = 0;
            for (int i = 0; i < moving.Length; i++)
            {
                double own = curvature[i][i];
                if (own > 0)
                {
                    double move = Best(found[moving[i]] - (slopes[i] / own), own, moving[i]) - found[moving[i]];
                    found[moving[i]] += move;
                    steepest = Math.Max(steepest, Math.Abs(move) * own);
                    Add(move, curvature[i], slopes);
                }
            }
        }

        return found;
    }

    private double[] CurvatureOf(int weight, int[] moving, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        _vector[weight] = 1;
        objective.ApplyHessian(_vector, _image);
        _vector[weight] = 0;
        return Array.ConvertAll(moving, k => _image[k]);
    }

    private double Best(double free, double curvature, int weight) => objective.IsPenalised(weight)
        ? Math.Sign(free) * Math.Max(0, Math.Abs(free) - (objective.L1 / curvature))
        : free;

    private static void Add(double move, double[] curvature, double[] slopes)
    {
        for (int j = 0; j < slopes.Length && move != 0; j++)
        {
            slopes[j] += move * curvature[j];
        }
    }
}
