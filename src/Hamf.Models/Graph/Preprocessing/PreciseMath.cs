namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Functions of NumPy and SciPy that .NET lacks or computes with cancellation near 0.</summary>
internal static class PreciseMath
{
    /// <summary>log(1 + x), exact to a few bits for small x (Kahan's correction of the rounded sum).</summary>
    public static double Log1P(double x)
    {
        double sum = 1 + x;
        return sum == 1 || double.IsInfinity(sum) ? x : Math.Log(sum) * (x / (sum - 1));
    }

    /// <summary>exp(x) - 1, exact to a few bits for small x (Kahan).</summary>
    public static double ExpM1(double x)
    {
        double power = Math.Exp(x);
        if (power == 1)
        {
            return x;
        }

        double less = power - 1;
        return less == -1 || double.IsInfinity(power) ? less : less * (x / Math.Log(power));
    }

    /// <summary>The quantile of the standard normal distribution: Wichura, algorithm AS 241 (PPND16), about 16 digits.</summary>
    /// <param name="p">Probability in [0, 1].</param>
    public static double NormalQuantile(double p)
    {
        double q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double near = 0.180625 - (q * q);
            return q * Ratio(
                near,
                [2509.0809287301226727, 33430.575583588128105, 67265.770927008700853, 45921.953931549871457, 13731.693765509461125, 1971.5909503065514427, 133.14166789178437745, 3.387132872796366608],
                [5226.495278852545925, 28729.085735721942674, 39307.89580009271061, 21213.794301586595867, 5394.1960214247511077, 687.1870074920579083, 42.313330701600911252, 1.0]);
        }

        double tail = q < 0 ? p : 1 - p;
        if (tail <= 0)
        {
            return q < 0 ? double.NegativeInfinity : double.PositiveInfinity;
        }

        double r = Math.Sqrt(-Math.Log(tail));
        double quantile = r <= 5
            ? Ratio(
                r - 1.6,
                [7.7454501427834140764e-4, 0.0227238449892691845833, 0.24178072517745061177, 1.27045825245236838258, 3.64784832476320460504, 5.7694972214606914055, 4.6303378461565452959, 1.42343711074968357734],
                [1.05075007164441684324e-9, 5.475938084995344946e-4, 0.0151986665636164571966, 0.14810397642748007459, 0.68976733498510000455, 1.6763848301838038494, 2.05319162663775882187, 1.0])
            : Ratio(
                r - 5,
                [2.01033439929228813265e-7, 2.71155556874348757815e-5, 0.0012426609473880784386, 0.026532189526576123093, 0.29656057182850489123, 1.7848265399172913358, 5.4637849111641143699, 6.6579046435011037772],
                [2.04426310338993978564e-15, 1.4215117583164458887e-7, 1.8463183175100546818e-5, 7.868691311456132591e-4, 0.0148753612908506148525, 0.13692988092273580531, 0.59983220655588793769, 1.0]);
        return q < 0 ? -quantile : quantile;
    }

    // Both polynomials, highest power first.
    private static double Ratio(double x, ReadOnlySpan<double> above, ReadOnlySpan<double> below)
    {
        (double numerator, double denominator) = (0, 0);
        for (int i = 0; i < above.Length; i++)
        {
            numerator = (numerator * x) + above[i];
            denominator = (denominator * x) + below[i];
        }

        return numerator / denominator;
    }
}
