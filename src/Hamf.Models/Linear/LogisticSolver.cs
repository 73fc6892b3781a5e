namespace Hamf.Models.Linear;

/// <summary>
/// Minimises a <see cref="RowLoss"/> + l1 |w| + l2/2 |w|^2 (the intercepts free) by Newton's method; each step is found by conjugate
/// gradients with a diagonal preconditioner (Lin, Weng and Keerthi 2008), which needs only products with the rows, never a matrix of
/// weights by weights. With l1 and few weights that move, each step goes to the minimum of the second-order model with the penalty
/// (<see cref="CoordinateSteps"/>). With many, a Newton step moves only weights that are not 0 and stops at 0, and a proximal gradient step
/// before it lets weights leave 0 or return (Byrd, Chin, Nocedal and Oztoprak 2016). Deterministic; not thread-safe.
/// </summary>
internal sealed class LogisticSolver
{
    private const int MaxSteps = 200;
    private const int MaxShortenings = 60;

    // Per unit of weight; scikit-learn stops at 1e-4. With it, coefficients are right to eight digits on real tables.
    private const double GradientTolerance = 1e-11;

    // Keeps steps finite where the classes can be separated and no penalty holds the weights.
    private const double LeastL2 = 1e-6;

    // A loss is known to about this share of itself.
    private const double LossNoise = 1e-15;

    private readonly PenalisedLoss _objective;
    private readonly NewtonDirection _newton;
    private readonly CoordinateSteps _coordinates;
    private readonly double[] _gradient;
    private readonly double[] _diagonal;
    private double _shrinkScale = 1;

    public LogisticSolver(DesignMatrix rows, RowLoss loss, double l1, double l2)
    {
        _objective = new PenalisedLoss(rows, loss, l1, l1 > 0 ? l2 : Math.Max(l2, LeastL2));
        _newton = new NewtonDirection(_objective);
        _coordinates = new CoordinateSteps(_objective);
        _gradient = new double[_objective.Length];
        _diagonal = new double[_objective.Length];
    }

    /// <summary>The weights at the minimum, [outputs][weights], the intercept first.</summary>
    public double[][] Solve(double[] firstIntercepts, IProgress<int>? progress, CancellationToken cancellation)
    {
        double[] weights = _objective.Start(firstIntercepts);
        double loss = _objective.Value(weights);
        double lastNorm = double.PositiveInfinity;
        bool isStalled = false;
        for (int step = 0; step < MaxSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            _objective.Differentiate(weights, _gradient, _diagonal);
            double norm = NormOfSteepest(weights);
            if (norm <= GradientTolerance * _objective.TotalWeight || (isStalled && norm > lastNorm / 2))
            {
                break;
            }

            double before = loss;
            loss = Advance(weights, loss, norm, cancellation);
            isStalled = loss >= before - (LossNoise * Math.Abs(before));
            lastNorm = norm;
            progress?.Report(step + 1);
        }

        return _objective.Split(weights);
    }

    private double Advance(double[] weights, double loss, double norm, CancellationToken cancellation)
    {
        if (_objective.L1 == 0)
        {
            return AdvanceByNewton(weights, loss, cancellation);
        }

        int[] moving = Enumerable.Range(0, weights.Length).Where(k => MayMove(weights, k)).ToArray();
        if (moving.Length <= CoordinateSteps.MaxMoving)
        {
            return AdvanceByCoordinates(weights, loss, moving, norm, cancellation);
        }

        loss = Shrink(weights, loss);
        _objective.Differentiate(weights, _gradient, _diagonal);
        return AdvanceByNewton(weights, loss, cancellation);
    }

    // A weight at 0 leaves it only against a slope that is steeper than its penalty.
    private bool MayMove(double[] weights, int k) => !_objective.IsPenalised(k) || weights[k] != 0 || Math.Abs(_gradient[k]) > _objective.L1;

    // Towards the minimum of the second-order model, half as far each time until the loss falls enough (Lee, Sun and Saunders 2014).
    private double AdvanceByCoordinates(double[] weights, double loss, int[] moving, double norm, CancellationToken cancellation)
    {
        double enough = norm * Math.Min(1e-3, norm / _objective.TotalWeight);
        double[] aim = _coordinates.Find(weights, _gradient, moving, enough, cancellation);
        double fall = moving.Sum(k => (_gradient[k] * (aim[k] - weights[k]))
            + (_objective.IsPenalised(k) ? _objective.L1 * (Math.Abs(aim[k]) - Math.Abs(weights[k])) : 0));
        var trial = (double[])weights.Clone();
        double length = 1;
        for (int shortening = 0; shortening < MaxShortenings; shortening++, length /= 2)
        {
            foreach (int k in moving)
            {
                trial[k] = weights[k] + (length * (aim[k] - weights[k]));
            }

            double found = _objective.Value(trial);
            if (found <= loss + (1e-4 * length * fall) + (LossNoise * Math.Abs(loss)))
            {
                trial.CopyTo(weights, 0);
                return found;
            }
        }

        return loss;
    }

    // The length of the subgradient of least length: 0 exactly at the minimum.
    private double NormOfSteepest(double[] weights)
    {
        double squares = 0;
        for (int k = 0; k < weights.Length; k++)
        {
            double slope = _gradient[k];
            if (_objective.IsPenalised(k))
            {
                double l1 = _objective.L1;
                slope = weights[k] != 0 ? slope + (l1 * Math.Sign(weights[k])) : Math.Max(0, Math.Abs(slope) - l1);
            }

            squares += slope * slope;
        }

        return Math.Sqrt(squares);
    }

    // One proximal gradient step in the metric of the diagonal, shortened until the quadratic bound holds, so that the loss falls.
    private double Shrink(double[] weights, double loss)
    {
        var trial = new double[weights.Length];
        _shrinkScale = Math.Max(1, _shrinkScale / 2);
        for (int shortening = 0; shortening < MaxShortenings; shortening++, _shrinkScale *= 2)
        {
            double bound = loss;
            for (int k = 0; k < weights.Length; k++)
            {
                double curvature = _shrinkScale * _diagonal[k];
                double l1 = _objective.IsPenalised(k) ? _objective.L1 : 0;
                double target = weights[k] - (_gradient[k] / curvature);
                trial[k] = Math.Sign(target) * Math.Max(0, Math.Abs(target) - (l1 / curvature));
                double move = trial[k] - weights[k];
                bound += (_gradient[k] * move) + (curvature / 2 * move * move) + (l1 * (Math.Abs(trial[k]) - Math.Abs(weights[k])));
            }

            double found = _objective.Value(trial);
            if (found <= bound + (LossNoise * Math.Abs(loss)))
            {
                trial.CopyTo(weights, 0);
                return found;
            }
        }

        return loss;
    }

    // Halves the step until the loss falls enough (Armijo). Only weights that are not 0 move where l1 counts, and none changes its sign.
    private double AdvanceByNewton(double[] weights, double loss, CancellationToken cancellation)
    {
        double[] slope = SlopeOfMoving(weights);
        double[] direction = _newton.Find(slope, _diagonal, MovingOf(weights), cancellation);
        var trial = new double[weights.Length];
        double length = 1;
        for (int shortening = 0; shortening < MaxShortenings; shortening++, length /= 2)
        {
            double fall = 0;
            for (int k = 0; k < trial.Length; k++)
            {
                double moved = weights[k] + (length * direction[k]);
                trial[k] = _objective.IsPenalised(k) && moved * weights[k] < 0 ? 0 : moved;
                fall += slope[k] * (trial[k] - weights[k]);
            }

            double found = _objective.Value(trial);
            if (found <= loss + (1e-4 * fall) + (LossNoise * Math.Abs(loss)))
            {
                trial.CopyTo(weights, 0);
                return found;
            }
        }

        return loss;
    }

    private bool[] MovingOf(double[] weights)
    {
        var moving = new bool[weights.Length];
        for (int k = 0; k < moving.Length; k++)
        {
            moving[k] = !_objective.IsPenalised(k) || weights[k] != 0;
        }

        return moving;
    }

    private double[] SlopeOfMoving(double[] weights)
    {
        var slope = new double[weights.Length];
        for (int k = 0; k < slope.Length; k++)
        {
            slope[k] = !_objective.IsPenalised(k) ? _gradient[k]
                : weights[k] != 0 ? _gradient[k] + (_objective.L1 * Math.Sign(weights[k]))
                : 0;
        }

        return slope;
    }
}
