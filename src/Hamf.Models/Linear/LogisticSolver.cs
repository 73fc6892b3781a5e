namespace Hamf.Models.Linear;

/// <summary>
/// Minimises log loss + l2/2 |w|^2 (the intercept free) by Newton's method; each step is found by conjugate gradients with a diagonal
/// preconditioner (Lin, Weng and Keerthi 2008), which needs only products with the rows, never a matrix of weights by weights.
/// Deterministic; not thread-safe.
/// </summary>
internal sealed class LogisticSolver
{
    private const int MaxSteps = 100;
    private const int MaxInnerSteps = 250;

    // scikit-learn stops at a mean gradient of 1e-4; this is well below it.
    private const double GradientTolerance = 1e-8;

    // Keeps steps finite where the classes can be separated and no penalty holds the weights.
    private const double LeastL2 = 1e-6;

    private readonly DesignMatrix _rows;
    private readonly byte[] _labels;
    private readonly double _l2;
    private readonly double[] _curvature;
    private readonly double[] _residual;
    private readonly double[] _product;

    public LogisticSolver(DesignMatrix rows, byte[] labels, double l2)
    {
        _rows = rows;
        _labels = labels;
        _l2 = Math.Max(l2, LeastL2);
        _curvature = new double[rows.RowCount];
        _residual = new double[rows.RowCount];
        _product = new double[rows.RowCount];
    }

    /// <summary>The weights at the minimum, the intercept first.</summary>
    public double[] Solve(double firstIntercept, CancellationToken cancellation)
    {
        var weights = new double[_rows.WeightCount];
        weights[0] = firstIntercept;
        var gradient = new double[weights.Length];
        var diagonal = new double[weights.Length];
        double loss = Loss(weights);
        for (int step = 0; step < MaxSteps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            Derivatives(weights, gradient, diagonal);
            double norm = Norm(gradient);
            if (norm <= GradientTolerance * _rows.RowCount)
            {
                break;
            }

            double[] direction = Direction(gradient, diagonal, norm, cancellation);
            double next = Advance(weights, direction, gradient, loss);
            if (next >= loss)
            {
                break;
            }

            loss = next;
        }

        return weights;
    }

    private double Loss(double[] weights)
    {
        _rows.Multiply(weights, _product);
        double loss = 0;
        for (int i = 0; i < _product.Length; i++)
        {
            // log(1 + exp(-margin)), written so that it neither overflows nor loses small values.
            double margin = _labels[i] == 1 ? _product[i] : -_product[i];
            loss += margin > 0 ? Math.Log(1 + Math.Exp(-margin)) : Math.Log(1 + Math.Exp(margin)) - margin;
        }

        double squares = 0;
        for (int k = 1; k < weights.Length; k++)
        {
            squares += weights[k] * weights[k];
        }

        return loss + (_l2 / 2 * squares);
    }

    private void Derivatives(double[] weights, double[] gradient, double[] diagonal)
    {
        _rows.Multiply(weights, _product);
        for (int i = 0; i < _product.Length; i++)
        {
            double p = 1 / (1 + Math.Exp(-_product[i]));
            _residual[i] = p - _labels[i];
            _curvature[i] = p * (1 - p);
        }

        _rows.MultiplyTransposed(_residual, gradient, squared: false);
        _rows.MultiplyTransposed(_curvature, diagonal, squared: true);
        diagonal[0] = Math.Max(diagonal[0], 1e-12);
        for (int k = 1; k < weights.Length; k++)
        {
            gradient[k] += _l2 * weights[k];
            diagonal[k] += _l2;
        }
    }

    // Solves H d = -g until the rest is small against the gradient: loosely far from the minimum, tightly near it.
    private double[] Direction(double[] gradient, double[] diagonal, double norm, CancellationToken cancellation)
    {
        int n = gradient.Length;
        var direction = new double[n];
        var rest = new double[n];
        var search = new double[n];
        var image = new double[n];
        double rho = 0;
        for (int k = 0; k < n; k++)
        {
            rest[k] = -gradient[k];
            search[k] = rest[k] / diagonal[k];
            rho += rest[k] * search[k];
        }

        double enough = norm * Math.Min(0.1, Math.Sqrt(norm / _rows.RowCount));
        for (int step = 0; step < MaxInnerSteps && Norm(rest) > enough; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            ApplyHessian(search, image);
            double length = rho / Dot(search, image);
            double before = rho;
            rho = 0;
            for (int k = 0; k < n; k++)
            {
                direction[k] += length * search[k];
                rest[k] -= length * image[k];
                rho += rest[k] * rest[k] / diagonal[k];
            }

            for (int k = 0; k < n; k++)
            {
                search[k] = (rest[k] / diagonal[k]) + (rho / before * search[k]);
            }
        }

        return direction;
    }

    private void ApplyHessian(double[] vector, double[] image)
    {
        _rows.Multiply(vector, _product);
        for (int i = 0; i < _product.Length; i++)
        {
            _product[i] *= _curvature[i];
        }

        _rows.MultiplyTransposed(_product, image, squared: false);
        for (int k = 1; k < vector.Length; k++)
        {
            image[k] += _l2 * vector[k];
        }
    }

    // Halves the step until the loss falls enough (Armijo).
    private double Advance(double[] weights, double[] direction, double[] gradient, double loss)
    {
        double slope = Dot(direction, gradient);
        var trial = new double[weights.Length];
        for (double length = 1; length > 1e-10; length /= 2)
        {
            for (int k = 0; k < trial.Length; k++)
            {
                trial[k] = weights[k] + (length * direction[k]);
            }

            double found = Loss(trial);
            if (found <= loss + (1e-4 * length * slope))
            {
                trial.CopyTo(weights, 0);
                return found;
            }
        }

        return loss;
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
