using System.Numerics;

namespace Hamf.Pipeline.Tests.Features;

/// <summary>
/// The windows by their definition: keeps every event and looks at all of them for every value. Nothing is shared with the engine.
/// </summary>
internal sealed class WindowOracle
{
    private readonly List<Held> _held = [];

    /// <summary>A payment and when its label was known.</summary>
    public sealed class Held(Payment payment)
    {
        public Payment Payment { get; } = payment;

        public bool? Label { get; set; } = payment.Fraud;

        public long LabelTime { get; set; } = long.MinValue;
    }

    public void Add(Payment payment) => _held.Add(new Held(payment));

    public void Label(string id, bool positive, long time)
    {
        Held held = _held.Single(h => h.Payment.Id == id);
        if (held.Label is null || time >= held.LabelTime)
        {
            (held.Label, held.LabelTime) = (positive, time);
        }
    }

    /// <summary>The events of [t - span, t - delay], those of the same time included, as they arrived before.</summary>
    public List<Held> Window(Func<Payment, object?> by, Payment at, long span, long delay = 0) => by(at) is not { } key
        ? throw new InvalidOperationException("The key is missing.")
        : _held.Where(h => key.Equals(by(h.Payment)) && h.Payment.TimeMs >= at.TimeMs - span && h.Payment.TimeMs + delay <= at.TimeMs).ToList();

    public List<Held> Labelled(Func<Payment, object?> by, Payment at, long span, long delay) =>
        Window(by, at, span, delay).Where(h => h.Label is not null && h.LabelTime <= at.TimeMs).ToList();

    public static List<double> Amounts(IEnumerable<Held> window) =>
        window.Select(h => h.Payment.Amount).Where(a => !double.IsNaN(a)).ToList();

    public static double Sum(IEnumerable<double> values) =>
        ToDouble(values.Aggregate(BigInteger.Zero, (sum, x) => sum + Exact(x)), -1074);

    public static double Mean(IReadOnlyCollection<double> values) => values.Count == 0 ? double.NaN : Sum(values) / values.Count;

    /// <summary>Sample standard deviation from exact integers; only the last steps round.</summary>
    public static double Deviation(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
        {
            return double.NaN;
        }

        BigInteger n = values.Count;
        BigInteger sum = values.Aggregate(BigInteger.Zero, (s, x) => s + Exact(x));
        BigInteger squares = values.Aggregate(BigInteger.Zero, (s, x) => s + (Exact(x) * Exact(x)));
        BigInteger scaled = (((n * squares) - (sum * sum)) << 128) / (n * (n - 1));
        return Math.Sqrt(ToDouble(scaled, -2148 - 128));
    }

    /// <summary>The value in units of 2^-1074.</summary>
    private static BigInteger Exact(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) & 0x7FF;
        BigInteger mantissa = bits & 0xF_FFFF_FFFF_FFFF;
        mantissa = exponent == 0 ? mantissa : (mantissa | (1L << 52)) << (exponent - 1);
        return value < 0 ? -mantissa : mantissa;
    }

    /// <summary>Correctly rounded.</summary>
    private static double ToDouble(BigInteger value, int exponent)
    {
        BigInteger magnitude = BigInteger.Abs(value);
        int extra = (int)Math.Max(0, (long)magnitude.GetBitLength() - 64);
        var leading = (ulong)(magnitude >> extra);
        bool inexact = (BigInteger)leading << extra != magnitude;
        double result = Math.ScaleB((double)(leading | (inexact ? 1UL : 0)), extra + exponent);
        return value.Sign < 0 ? -result : result;
    }
}
