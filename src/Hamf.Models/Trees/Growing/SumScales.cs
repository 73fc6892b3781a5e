namespace Hamf.Models.Trees.Growing;

/// <summary>What 1 is in the whole-number sums of histograms; powers of two, so that scaling back is exact.</summary>
/// <param name="Gradient">Of a gradient.</param>
/// <param name="Hessian">Of a hessian.</param>
/// <param name="Rows">Of a row of weight 1.</param>
internal readonly record struct SumScales(double Gradient, double Hessian, double Rows)
{
    /// <summary>The highest power of two by which numbers up to <paramref name="largest"/> stay at or below 2^<paramref name="bits"/>.</summary>
    public static double For(double largest, int bits) => Math.ScaleB(1, Math.Clamp(bits - ExponentAbove(largest), -1000, 1000));

    // The least e with largest <= 2^e.
    private static int ExponentAbove(double largest)
    {
        int exponent = Math.ILogB(largest);
        return largest > Math.ScaleB(1, exponent) ? exponent + 1 : exponent;
    }
}
