namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Compares splits of one leaf by G_l^2/(H_l + l2) + G_r^2/(H_r + l2) - G^2/(H + l2) (Chen and Guestrin 2016, eq. 7). Fractions are compared
/// by cross-multiplication: a division per bin would be most of the search.
/// </summary>
internal struct GainJudge
{
    // A gain below this is rounding: with exact sums a split that changes nothing gives 0.
    private const double Least = 1e-9;

    private readonly double _gradient;
    private readonly double _hessian;
    private readonly double _l2;
    private readonly double _parent;
    private double _numerator;
    private double _denominator = 1;

    public GainJudge(LeafSums leaf, double l2, double parentL2, double atLeast)
    {
        _l2 = l2;
        _gradient = leaf.Gradient / PackedGradients.GradientScale;
        _hessian = leaf.Hessian / PackedGradients.HessianScale;
        _parent = _gradient * _gradient / (_hessian + parentL2 + 1e-12);
        _numerator = Math.Max(atLeast, Least) + _parent;
    }

    /// <summary>The gain of the last split that was the best.</summary>
    public readonly double BestGain => (_numerator / _denominator) - _parent;

    /// <summary>True when the split is better than all before it.</summary>
    public bool IsBest(LeafSums left)
    {
        double gradientLeft = left.Gradient * (1 / PackedGradients.GradientScale);
        double hessianLeft = left.Hessian * (1 / PackedGradients.HessianScale);
        double a = hessianLeft + _l2 + 1e-12;
        double b = _hessian - hessianLeft + _l2 + 1e-12;
        double gradientRight = _gradient - gradientLeft;
        double numerator = (gradientLeft * gradientLeft * b) + (gradientRight * gradientRight * a);
        double denominator = a * b;
        if (numerator * _denominator <= _numerator * denominator)
        {
            return false;
        }

        _numerator = numerator;
        _denominator = denominator;
        return true;
    }
}
