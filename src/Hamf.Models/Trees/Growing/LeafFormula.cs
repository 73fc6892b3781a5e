namespace Hamf.Models.Trees.Growing;

/// <summary>
/// The value of a leaf and what it gains, from the second-order expansion of the loss with penalties L1 and L2 (Chen and Guestrin 2016,
/// eq. 5 and 6; the L1 penalty moves the gradient towards 0). Immutable.
/// </summary>
internal readonly struct LeafFormula(double l1, double l2, SumScales scales)
{
    // Keeps the value of a leaf without hessian and without a penalty finite.
    private const double Least = 1e-12;

    private readonly double _l1 = l1;
    private readonly double _l2 = l2 + Least;
    private readonly double _gradientUnit = 1 / scales.Gradient;
    private readonly double _hessianUnit = 1 / scales.Hessian;

    /// <summary>The gradient of a side, moved towards 0 by the L1 penalty.</summary>
    public double GradientOf(long gradient)
    {
        double exact = gradient * _gradientUnit;
        return _l1 == 0 ? exact : Math.CopySign(Math.Max(0, Math.Abs(exact) - _l1), exact);
    }

    /// <summary>The hessian of a side and the L2 penalty.</summary>
    public double HessianOf(long hessian) => (hessian * _hessianUnit) + _l2;

    /// <summary>The best value within the range.</summary>
    public double ValueOf(LeafSums sums, ValueRange range) =>
        Math.Clamp(-GradientOf(sums.Gradient) / HessianOf(sums.Hessian), range.Low, range.High);

    /// <summary>What the best value takes off twice the loss.</summary>
    public double GainOf(LeafSums sums)
    {
        double gradient = GradientOf(sums.Gradient);
        return gradient * gradient / HessianOf(sums.Hessian);
    }

    /// <summary>What the given value takes off twice the loss.</summary>
    public double GainOf(LeafSums sums, double value) =>
        -((2 * sums.Gradient * _gradientUnit * value) + (HessianOf(sums.Hessian) * value * value) + (2 * _l1 * Math.Abs(value)));
}
