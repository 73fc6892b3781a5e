namespace Hamf.Models.Graph.Preprocessing;

/// <summary>Straight lines between points, as <c>numpy.interp</c> computes them.</summary>
internal static class Interpolation
{
    /// <summary>The height at <paramref name="x"/>; left and right of all points that of the nearest.</summary>
    /// <param name="x">Not NaN.</param>
    /// <param name="xs">Rising; equal ones are allowed, the last of them counts.</param>
    /// <param name="ys">Their heights.</param>
    public static double At(double x, ReadOnlySpan<double> xs, ReadOnlySpan<double> ys)
    {
        if (x < xs[0])
        {
            return ys[0];
        }

        int at = LastNotAbove(x, xs);
        if (at >= xs.Length - 1)
        {
            return ys[^1];
        }

        if (xs[at] == x)
        {
            return ys[at];
        }

        double slope = (ys[at + 1] - ys[at]) / (xs[at + 1] - xs[at]);
        double y = (slope * (x - xs[at])) + ys[at];
        y = double.IsNaN(y) ? (slope * (x - xs[at + 1])) + ys[at + 1] : y;
        return double.IsNaN(y) && ys[at] == ys[at + 1] ? ys[at] : y;
    }

    private static int LastNotAbove(double x, ReadOnlySpan<double> xs)
    {
        (int low, int high) = (0, xs.Length);
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            (low, high) = x >= xs[middle] ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }
}
