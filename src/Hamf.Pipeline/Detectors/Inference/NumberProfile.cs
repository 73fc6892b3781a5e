using System.Globalization;

namespace Hamf.Pipeline.Detectors.Inference;

/// <summary>What the values of a column are when read as numbers with one decimal sign. Not thread-safe.</summary>
internal sealed class NumberProfile(byte decimalSign)
{
    private readonly double[] _classMin = [double.PositiveInfinity, double.PositiveInfinity];
    private readonly double[] _classMax = [double.NegativeInfinity, double.NegativeInfinity];
    private double _previous = double.NaN;
    private double _first = double.NaN;

    /// <summary>True while every value is a number.</summary>
    public bool IsNumeric { get; private set; } = true;

    /// <summary>True while every value is whole and was written without a decimal sign or exponent.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>True while every value fits 64 bits.</summary>
    public bool FitsInteger { get; private set; } = true;

    /// <summary>True when a whole number starts with a zero that is not its only digit.</summary>
    public bool HasLeadingZeros { get; private set; }

    /// <summary>True when a value has more digits than a double keeps.</summary>
    public bool PassesDouble { get; private set; }

    /// <summary>True when a value has a decimal sign.</summary>
    public bool HasDecimalSign { get; private set; }

    /// <summary>Values written <c>nan</c>.</summary>
    public long NanCount { get; private set; }

    public double Min { get; private set; } = double.PositiveInfinity;

    public double Max { get; private set; } = double.NegativeInfinity;

    /// <summary>True while each value is the previous one plus 1.</summary>
    public bool CountsUp { get; private set; } = true;

    /// <summary>True while no value is below the previous one.</summary>
    public bool NeverFalls { get; private set; } = true;

    /// <summary>Digest of the distances to the first value; equal for columns that differ by a constant.</summary>
    public ulong Track { get; private set; } = Tracks.Start;

    /// <summary>As <see cref="Track"/>, for values in thousandths.</summary>
    public ulong TrackOfThousandths { get; private set; } = Tracks.Start;

    /// <summary>True when the ranges of the two classes do not touch.</summary>
    public bool SeparatesClasses =>
        double.IsFinite(_classMin[0]) && double.IsFinite(_classMin[1]) && (_classMax[0] < _classMin[1] || _classMax[1] < _classMin[0]);

    /// <summary>Adds a value that is not missing.</summary>
    public void Add(ReadOnlySpan<byte> text, int classIndex)
    {
        if (!IsNumeric)
        {
            return;
        }

        if (text.Length == 3 && System.Text.Ascii.EqualsIgnoreCase(text, "nan"u8))
        {
            NanCount++;
            Track = Tracks.Next(Track, double.NaN);
            TrackOfThousandths = Tracks.Next(TrackOfThousandths, double.NaN);
            return;
        }

        if (!TryParse(text, out double value))
        {
            IsNumeric = false;
            return;
        }

        AddShape(text);
        AddValue(value, classIndex);
    }

    private void AddShape(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        HasDecimalSign |= digits.Contains(decimalSign);
        bool isWhole = !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        IsWhole &= isWhole;
        if (isWhole)
        {
            HasLeadingZeros |= digits.Length > 1 && digits[0] == '0';
            FitsInteger &= long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number);
            PassesDouble |= !FitsInteger || number is > 1L << 53 or < -(1L << 53);
        }
    }

    private void AddValue(double value, int classIndex)
    {
        Min = Math.Min(Min, value);
        Max = Math.Max(Max, value);
        if (classIndex is 0 or 1)
        {
            _classMin[classIndex] = Math.Min(_classMin[classIndex], value);
            _classMax[classIndex] = Math.Max(_classMax[classIndex], value);
        }

        if (double.IsNaN(_first))
        {
            _first = value;
        }
        else
        {
            CountsUp &= value == _previous + 1;
            NeverFalls &= value >= _previous;
        }

        _previous = value;
        Track = Tracks.Next(Track, value - _first);
        TrackOfThousandths = Tracks.Next(TrackOfThousandths, Math.Floor((value - _first) / 1000));
    }

    private bool TryParse(ReadOnlySpan<byte> text, out double value)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = 0;
        if (text.Length is 0 or > 64)
        {
            return false;
        }

        if (decimalSign == '.')
        {
            return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        }

        Span<byte> withPoint = stackalloc byte[text.Length];
        text.Replace(withPoint, decimalSign, (byte)'.');
        return !text.Contains((byte)'.')
            && double.TryParse(withPoint, Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }
}

/// <summary>Digests of how a column moves from row to row.</summary>
internal static class Tracks
{
    public const ulong Start = 0x9e3779b97f4a7c15;

    public static ulong Next(ulong track, double distance) =>
        Next(track, (ulong)BitConverter.DoubleToInt64Bits(distance + 0.0));

    public static ulong Next(ulong track, ulong value) => (ulong.RotateLeft(track, 23) ^ value) * 0xff51afd7ed558ccd;
}
