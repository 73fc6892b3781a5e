using System.Globalization;

namespace Hamf.Models.Trees.Forests;

/// <summary>How many features are drawn for each split; always at least one and at most all.</summary>
public readonly record struct FeatureRule
{
    private readonly Kind _kind;
    private readonly double _amount;

    private FeatureRule(Kind kind, double amount)
    {
        _kind = kind;
        _amount = amount;
    }

    private enum Kind
    {
        Sqrt,
        Log2,
        Share,
        Count,
    }

    /// <summary>The square root of their number, rounded down.</summary>
    public static FeatureRule Sqrt => default;

    /// <summary>The base-2 logarithm of their number, rounded down.</summary>
    public static FeatureRule Log2 => new(Kind.Log2, 0);

    /// <summary>All features.</summary>
    public static FeatureRule All => Share(1);

    /// <summary>A share of them, rounded down.</summary>
    /// <param name="share">In (0, 1].</param>
    public static FeatureRule Share(double share) => new(Kind.Share, share);

    /// <summary>A fixed number.</summary>
    /// <param name="count">1 or more.</param>
    public static FeatureRule Count(int count) => new(Kind.Count, count);

    /// <summary>The number drawn out of <paramref name="features"/>.</summary>
    public int Of(int features)
    {
        double count = _kind switch
        {
            Kind.Sqrt => Math.Sqrt(features),
            Kind.Log2 => Math.Log2(features),
            Kind.Share => _amount * features,
            _ => _amount,
        };
        return (int)Math.Clamp(count, 1, Math.Max(1, features));
    }

    /// <inheritdoc/>
    public override string ToString() => _kind switch
    {
        Kind.Sqrt => "sqrt",
        Kind.Log2 => "log2",
        _ => string.Create(CultureInfo.InvariantCulture, $"{_kind} {_amount:R}"),
    };

    /// <summary>Whether the amount of a share or a count can be used.</summary>
    internal bool IsValid => _kind switch
    {
        Kind.Share => _amount is > 0 and <= 1,
        Kind.Count => _amount >= 1,
        _ => true,
    };
}
