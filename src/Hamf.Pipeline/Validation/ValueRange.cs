using Hamf.Pipeline.Rows;

namespace Hamf.Pipeline.Validation;

/// <summary>The lowest and highest accepted value of a column, both included.</summary>
internal sealed class ValueRange(ColumnSpec spec)
{
    private readonly double _min = spec.Min ?? double.NegativeInfinity;
    private readonly double _max = spec.Max ?? double.PositiveInfinity;
    private readonly string _minRule = FieldRules.AtLeast(spec.Min ?? 0);
    private readonly string _maxRule = FieldRules.AtMost(spec.Max ?? 0);

    /// <summary>Null, or the rule that the value breaks. Not for NaN.</summary>
    public string? Check(double value)
    {
        if (value < _min)
        {
            return _minRule;
        }

        return value > _max ? _maxRule : null;
    }
}
