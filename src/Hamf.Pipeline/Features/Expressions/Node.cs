namespace Hamf.Pipeline.Features.Expressions;

/// <summary>A compiled expression. Immutable; evaluating it allocates nothing unless it makes a new text.</summary>
internal abstract class Node(ExpressionType type)
{
    /// <summary>The identity of a missing value.</summary>
    public const long MissingIdentity = long.MinValue;

    /// <summary>The type of its value.</summary>
    public ExpressionType Type { get; } = type;

    /// <summary>The value of a number, boolean (1, 0) or time (Unix milliseconds); NaN is missing.</summary>
    public virtual double Number(Scope scope) => throw new InvalidOperationException("A text has no number.");

    /// <summary>The value of a text; null is missing.</summary>
    public virtual string? Text(Scope scope) => throw new InvalidOperationException("Not a text.");

    /// <summary>A 64-bit stand-in for the value under equality: exact for numbers, a digest for texts.</summary>
    public virtual long Identity(Scope scope)
    {
        if (Type == ExpressionType.Text)
        {
            return Text(scope) is { } text ? NotMissing((long)Windows.KeyDigest.Of(text)) : MissingIdentity;
        }

        double value = Number(scope);

        // Adding zero turns -0 into 0, which it equals.
        return double.IsNaN(value) ? MissingIdentity : NotMissing(BitConverter.DoubleToInt64Bits(value + 0.0));
    }

    /// <summary>Whether the value is missing.</summary>
    public bool IsMissing(Scope scope) =>
        Type == ExpressionType.Text ? Text(scope) is null : double.IsNaN(Number(scope));

    protected static long NotMissing(long identity) => identity == MissingIdentity ? MissingIdentity + 1 : identity;

    /// <summary>Results beyond the range of a double are missing.</summary>
    protected static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
