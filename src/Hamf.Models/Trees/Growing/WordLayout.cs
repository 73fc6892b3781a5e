namespace Hamf.Models.Trees.Growing;

/// <summary>
/// Where gradient, hessian and row count stand in a 64-bit word. Sums of up to <see cref="MaxRows"/> words keep the fields apart: a gradient is
/// at most 2^<see cref="GradientBits"/> either way, a hessian at most 2^<see cref="HessianBits"/>, a count 1.
/// </summary>
/// <param name="GradientShift">Bits below the gradient.</param>
/// <param name="GradientBits">Its bits in a row's word, without the sign.</param>
/// <param name="HessianShift">Bits below the hessian.</param>
/// <param name="HessianBits">Its bits in a row's word.</param>
internal readonly record struct WordLayout(int GradientShift, int GradientBits, int HessianShift, int HessianBits)
{
    /// <summary>Words that may be added: 4095 of them stay below 2^12 times the greatest.</summary>
    public const int MaxRows = 4095;

    /// <summary>27 bits of gradient, 25 of hessian, 12 of rows.</summary>
    public static WordLayout WithCount => new(37, 14, 12, 13);

    /// <summary>32 bits each of gradient and hessian: weighted rows are counted by words of their own.</summary>
    public static WordLayout WithoutCount => new(32, 19, 0, 20);

    /// <summary>What a row adds to the lowest field.</summary>
    public long One => HessianShift > 0 ? 1 : 0;

    /// <summary>Mask of the count.</summary>
    public long CountMask => (1L << HessianShift) - 1;

    /// <summary>Mask of the hessian once shifted.</summary>
    public long HessianMask => (1L << (GradientShift - HessianShift)) - 1;
}
