namespace Hamf.Models.Graph.Kernels;

/// <summary>
/// Class probabilities from the probabilities between each two classes (Wu, Lin and Weng 2004, second approach), with the start, the steps and
/// the early end of libsvm: its answers are those of an iteration that has not converged.
/// </summary>
internal static class PairCoupling
{
    private const int LeastIterations = 100;
    private const double Precision = 0.005;

    /// <param name="pairs">[classes x classes]: above the diagonal the probability of the first class of the two, below it the rest to 1.</param>
    /// <param name="probabilities">[classes], receives them.</param>
    /// <param name="scratch">At least [classes x classes + classes].</param>
    public static void Solve(ReadOnlySpan<double> pairs, Span<double> probabilities, Span<double> scratch)
    {
        int classes = probabilities.Length;
        Span<double> form = scratch[..(classes * classes)];
        Span<double> products = scratch.Slice(classes * classes, classes);
        FillForm(pairs, form, classes);
        probabilities.Fill(1.0 / classes);
        for (int i = 0; i < Math.Max(LeastIterations, classes); i++)
        {
            double whole = Products(form, probabilities, products);
            if (IsSolved(products, whole, Precision / classes))
            {
                return;
            }

            Step(form, probabilities, products, whole);
        }
    }

    private static void FillForm(ReadOnlySpan<double> pairs, Span<double> form, int classes)
    {
        for (int t = 0; t < classes; t++)
        {
            double diagonal = 0;
            for (int j = 0; j < classes; j++)
            {
                if (j != t)
                {
                    diagonal += pairs[(j * classes) + t] * pairs[(j * classes) + t];
                    form[(t * classes) + j] = -pairs[(j * classes) + t] * pairs[(t * classes) + j];
                }
            }

            form[(t * classes) + t] = diagonal;
        }
    }

    private static double Products(ReadOnlySpan<double> form, ReadOnlySpan<double> probabilities, Span<double> products)
    {
        double whole = 0;
        for (int t = 0; t < products.Length; t++)
        {
            products[t] = VectorSums.Dot(form.Slice(t * products.Length, products.Length), probabilities);
            whole += probabilities[t] * products[t];
        }

        return whole;
    }

    private static bool IsSolved(ReadOnlySpan<double> products, double whole, double precision)
    {
        double error = 0;
        foreach (double product in products)
        {
            error = Math.Max(error, Math.Abs(product - whole));
        }

        return error < precision;
    }

    private static void Step(ReadOnlySpan<double> form, Span<double> probabilities, Span<double> products, double whole)
    {
        int classes = products.Length;
        for (int t = 0; t < classes; t++)
        {
            ReadOnlySpan<double> row = form.Slice(t * classes, classes);
            double change = (-products[t] + whole) / row[t];
            probabilities[t] += change;
            whole = (whole + (change * ((change * row[t]) + (2 * products[t])))) / (1 + change) / (1 + change);
            for (int j = 0; j < classes; j++)
            {
                products[j] = (products[j] + (change * row[j])) / (1 + change);
                probabilities[j] /= 1 + change;
            }
        }
    }
}
