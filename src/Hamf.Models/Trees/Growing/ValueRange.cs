namespace Hamf.Models.Trees.Growing;

/// <summary>Where the value of a leaf may lie so that its tree keeps to the monotone constraints.</summary>
internal readonly record struct ValueRange(double Low, double High)
{
    /// <summary>Any value.</summary>
    public static ValueRange All => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>The ranges of the two sides of a split: neither may cross the middle of their values.</summary>
    /// <param name="direction">Of the feature asked, or null.</param>
    /// <param name="left">Value of the left side.</param>
    /// <param name="right">Value of the right side.</param>
    public (ValueRange Left, ValueRange Right) Divide(MonotoneDirection? direction, double left, double right)
    {
        double middle = (left / 2) + (right / 2);
        return direction switch
        {
            MonotoneDirection.Rising => (this with { High = middle }, this with { Low = middle }),
            MonotoneDirection.Falling => (this with { Low = middle }, this with { High = middle }),
            _ => (this, this),
        };
    }
}
