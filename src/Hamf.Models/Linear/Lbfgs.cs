namespace Hamf.Models.Linear;

/// <summary>A function with its gradient.</summary>
internal delegate double Objective(ReadOnlySpan<double> point, Span<double> gradient);

/// <summary>Limited-memory BFGS for smooth convex functions (Nocedal and Wright 2006, algorithm 7.5, with backtracking on Armijo's condition).</summary>
internal static class Lbfgs
{
    private const int Memory = 10;
    private const int MaxIterations = 500;
    private const int MaxHalvings = 40;
    private const double Armijo = 1e-4;

    // Relative to the size of the function: far below what shows in a score.
    private const double Tolerance = 1e-10;
    private const double GradientTolerance = 1e-7;

    /// <summary>Goes downhill from a start until the function no longer falls.</summary>
    public static double[] Minimise(Objective objective, double[] start, CancellationToken cancellation)
    {
        double[] point = [.. start];
        var gradient = new double[point.Length];
        double value = objective(point, gradient);
        double scale = Math.Max(1, Math.Abs(value));
        var steps = new List<(double[] Move, double[] Change, double Rho)>(Memory);
        for (int iteration = 0; iteration < MaxIterations && Norm(gradient) > GradientTolerance * scale; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            double[] direction = Direction(gradient, steps);
            double slope = Dot(direction, gradient);
            double length = steps.Count == 0 ? Math.Min(1, 1 / Norm(gradient)) : 1;
            var nextGradient = new double[point.Length];
            double[]? next = null;
            double nextValue = value;
            for (int halving = 0; halving < MaxHalvings; halving++, length /= 2)
            {
                double[] candidate = Combine(point, length, direction);
                double candidateValue = objective(candidate, nextGradient);
                if (candidateValue <= value + (Armijo * length * slope))
                {
                    (next, nextValue) = (candidate, candidateValue);
                    break;
                }
            }

            if (next is null)
            {
                break;
            }

            Remember(steps, Combine(next, -1, point), Combine(nextGradient, -1, gradient));
            bool isDone = value - nextValue <= Tolerance * scale;
            (point, gradient, value) = (next, nextGradient, nextValue);
            if (isDone)
            {
                break;
            }
        }

        return point;
    }

    private static double[] Direction(double[] gradient, List<(double[] Move, double[] Change, double Rho)> steps)
    {
        double[] direction = gradient.Select(g => -g).ToArray();
        var alphas = new double[steps.Count];
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            alphas[i] = steps[i].Rho * Dot(steps[i].Move, direction);
            AddTo(direction, -alphas[i], steps[i].Change);
        }

        if (steps.Count > 0)
        {
            (double[] _, double[] change, double rho) = steps[^1];
            double factor = 1 / (rho * Dot(change, change));
            for (int i = 0; i < direction.Length; i++)
            {
                direction[i] *= factor;
            }
        }

        for (int i = 0; i < steps.Count; i++)
        {
            AddTo(direction, alphas[i] - (steps[i].Rho * Dot(steps[i].Change, direction)), steps[i].Move);
        }

        return direction;
    }

    private static void Remember(List<(double[] Move, double[] Change, double Rho)> steps, double[] move, double[] change)
    {
        double curvature = Dot(move, change);
        if (curvature <= 1e-14 * Dot(change, change))
        {
            return;
        }

        if (steps.Count == Memory)
        {
            steps.RemoveAt(0);
        }

        steps.Add((move, change, 1 / curvature));
    }

    private static double[] Combine(double[] a, double factor, double[] b)
    {
        double[] sum = [.. a];
        AddTo(sum, factor, b);
        return sum;
    }

    private static void AddTo(double[] target, double factor, double[] source)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static double Norm(double[] a) => Math.Sqrt(Dot(a, a));
}
