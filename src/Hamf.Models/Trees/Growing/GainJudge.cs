namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Compares splits of one leaf by G_l^2/(H_l + l2) + G_r^2/(H_r + l2) - G^2/(H + l2) (Chen and Guestrin 2016, eq. 7). Fractions are compared
/// by cross-multiplication: a division per bin would be most of the search. With monotone constraints the values are held to their range first.
/// </summary>
internal struct GainJudge
{
    // A gain below this is rounding: with exact sums a split that changes nothing gives 0.
    private const double Least = 1e-9;

    private readonly LeafFormula _formula;
    private readonly LeafSums _leaf;
    private readonly double _parent;
    private double _numerator;
    private double _denominator = 1;

    /// <param name="leaf">The leaf's sums.</param>
    /// <param name="formula">Of its sides.</param>
    /// <param name="parentGain">What the undivided leaf gains.</param>
    /// <param name="atLeast">What a split must gain above that.</param>
    public GainJudge(LeafSums leaf, LeafFormula formula, double parentGain, double atLeast)
    {
        _formula = formula;
        _leaf = leaf;
        _parent = parentGain;
        _numerator = Math.Max(atLeast, Least) + parentGain;
    }

    /// <summary>The gain of the last split that was the best.</summary>
    public readonly double BestGain => (_numerator / _denominator) - _parent;

    /// <summary>True when the split is better than all before it.</summary>
    public bool IsBest(LeafSums left)
    {
        double gradientLeft = _formula.GradientOf(left.Gradient);
        double gradientRight = _formula.GradientOf(_leaf.Gradient - left.Gradient);
        double hessianLeft = _formula.HessianOf(left.Hessian);
        double hessianRight = _formula.HessianOf(_leaf.Hessian - left.Hessian);
        double numerator = (gradientLeft * gradientLeft * hessianRight) + (gradientRight * gradientRight * hessianLeft);
        return Keep(numerator, hessianLeft * hessianRight);
    }

    /// <summary>The same, with values held to a range and, if a direction is given, in its order.</summary>
    public bool IsBest(LeafSums left, ValueRange range, MonotoneDirection? direction)
    {
        LeafSums right = _leaf - left;
        double valueLeft = _formula.ValueOf(left, range);
        double valueRight = _formula.ValueOf(right, range);
        bool isAgainst = direction switch
        {
            MonotoneDirection.Rising => valueLeft > valueRight,
            MonotoneDirection.Falling => valueLeft < valueRight,
            _ => false,
        };
        return !isAgainst && Keep(_formula.GainOf(left, valueLeft) + _formula.GainOf(right, valueRight), 1);
    }

    private bool Keep(double numerator, double denominator)
    {
        if (numerator * _denominator <= _numerator * denominator)
        {
            return false;
        }

        _numerator = numerator;
        _denominator = denominator;
        return true;
    }
}
