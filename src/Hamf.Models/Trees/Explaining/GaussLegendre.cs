namespace Hamf.Models.Trees.Explaining;

/// <summary>Gauss-Legendre quadrature on [0, 1]: n points integrate polynomials up to degree 2n - 1 exactly.</summary>
internal sealed class GaussLegendre
{
    /// <summary>Computes the rule of <paramref name="count"/> points by Newton's method on the Legendre polynomial.</summary>
    public GaussLegendre(int count)
    {
        Points = new double[count];
        Weights = new double[count];
        for (int i = 0; i < count; i++)
        {
            // The classic starting value is near enough for quadratic convergence at every order (Abramowitz and Stegun, 22.16.6).
            double x = Math.Cos(Math.PI * (i + 0.75) / (count + 0.5));
            double slope = 0;
            for (int step = 0; step < 100; step++)
            {
                (double value, slope) = Legendre(count, x);
                double change = value / slope;
                x -= change;
                if (Math.Abs(change) < 1e-16)
                {
                    break;
                }
            }

            Points[i] = (1 - x) / 2;
            Weights[i] = 1 / ((1 - (x * x)) * slope * slope);
        }
    }

    /// <summary>The points, in (0, 1).</summary>
    public double[] Points { get; }

    /// <summary>The weights; they sum to 1.</summary>
    public double[] Weights { get; }

    private static (double Value, double Slope) Legendre(int order, double x)
    {
        double before = 1;
        double value = x;
        for (int k = 2; k <= order; k++)
        {
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        }

        return (value, order * ((x * value) - before) / ((x * x) - 1));
    }
}
