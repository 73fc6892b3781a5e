using System.Globalization;

namespace Hamf.Pipeline.Detectors.Reading;

/// <summary>Where a number may lie.</summary>
internal readonly record struct Limits
{
    private double Low { get; init; }

    private double High { get; init; }

    private bool WithLow { get; init; }

    private bool WithHigh { get; init; }

    /// <summary>Any finite number.</summary>
    public static Limits Any => From(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>low &lt;= x &lt;= high.</summary>
    public static Limits From(double low, double high) => new() { Low = low, High = high, WithLow = true, WithHigh = true };

    /// <summary>low &lt; x &lt;= high.</summary>
    public static Limits Above(double low, double high) => From(low, high) with { WithLow = false };

    /// <summary>low &lt; x &lt; high.</summary>
    public static Limits Between(double low, double high) => Above(low, high) with { WithHigh = false };

    /// <summary>low &lt;= x &lt; high.</summary>
    public static Limits Below(double low, double high) => From(low, high) with { WithHigh = false };

    public bool Hold(double value) =>
        (WithLow ? value >= Low : value > Low) && (WithHigh ? value <= High : value < High);

    public override string ToString()
    {
        string low = double.IsInfinity(Low) ? "" : WithLow ? $" of at least {Text(Low)}" : $" above {Text(Low)}";
        string high = double.IsInfinity(High) ? "" : WithHigh ? $" up to {Text(High)}" : $" below {Text(High)}";
        return $"a number{low}{(low.Length > 0 && high.Length > 0 ? " and" : "")}{high}";
    }

    private static string Text(double value) => value.ToString("0.##########", CultureInfo.InvariantCulture);
}
