using System.Globalization;

namespace Hamf.Pipeline.Validation;

/// <summary>Reads 64-bit integers exactly.</summary>
internal static class WholeNumber
{
    // 18 digits cannot overflow a long.
    private const int SafeDigits = 18;

    // Above 2^53 a double skips integers, so a value written as 4.5e18 may have lost its last digits before it came here.
    private const long LargestExact = 1L << 53;

    // A letter, a sign and four digits: no double goes further.
    private const int LongestExponent = 6;

    /// <summary>Parses an integer; also forms such as 123.0 and 1e3 up to 2^53, which spreadsheets and data frames write.</summary>
    /// <returns>Null, or the rule that the text breaks.</returns>
    public static string? Parse(ReadOnlySpan<byte> text, out long value) =>
        TryParseDigits(text, out value) ? null : ParseAny(text, out value);

    private static bool TryParseDigits(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        int first = text.Length > 0 && text[0] == (byte)'-' ? 1 : 0;
        if (text.Length == first || text.Length - first > SafeDigits)
        {
            return false;
        }

        for (int i = first; i < text.Length; i++)
        {
            int digit = text[i] - '0';
            if ((uint)digit > 9)
            {
                return false;
            }

            value = (value * 10) + digit;
        }

        if (first == 1)
        {
            value = -value;
        }

        return true;
    }

    private static string? ParseAny(ReadOnlySpan<byte> text, out long value)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value))
        {
            return null;
        }

        if (IsDigits(text))
        {
            return FieldRules.Whole64;
        }

        return ParseScaled(text, out value);
    }

    // digits x 10^scale, exactly: a double or a decimal would round what is to be judged.
    private static string? ParseScaled(ReadOnlySpan<byte> text, out long value)
    {
        value = 0;
        bool negative = text.Length > 0 && text[0] == (byte)'-';
        ReadOnlySpan<byte> rest = negative || (text.Length > 0 && text[0] == (byte)'+') ? text[1..] : text;
        int scale = 0;
        int mark = rest.IndexOfAny((byte)'e', (byte)'E');
        if (mark >= 0)
        {
            if (rest.Length - mark > LongestExponent
                || !int.TryParse(rest[(mark + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out scale))
            {
                return FieldRules.WholeNumber;
            }

            rest = rest[..mark];
        }

        int point = rest.IndexOf((byte)'.');
        ReadOnlySpan<byte> whole = point < 0 ? rest : rest[..point];
        ReadOnlySpan<byte> fraction = point < 0 ? default : rest[(point + 1)..];
        if (whole.Length + fraction.Length == 0 || !AreDigits(whole) || !AreDigits(fraction))
        {
            return FieldRules.WholeNumber;
        }

        return Combine(negative, whole.TrimStart((byte)'0'), fraction.TrimEnd((byte)'0'), scale, out value);
    }

    private static string? Combine(bool negative, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction, int scale, out long value)
    {
        value = 0;
        int digitCount = whole.Length + fraction.Length;
        int keptCount = Math.Max(0, digitCount - Math.Max(0, fraction.Length - scale)); // The others end up behind the point.
        for (int i = keptCount; i < digitCount; i++)
        {
            if (DigitAt(i, whole, fraction) != 0)
            {
                return FieldRules.WholeNumber;
            }
        }

        for (int i = 0; i < keptCount; i++)
        {
            value = (value * 10) + DigitAt(i, whole, fraction);
            if (value > LargestExact)
            {
                return FieldRules.WholeInFull;
            }
        }

        for (int zeros = scale - fraction.Length; zeros > 0 && value != 0; zeros--)
        {
            value *= 10;
            if (value > LargestExact)
            {
                return FieldRules.WholeInFull;
            }
        }

        value = negative ? -value : value;
        return null;
    }

    private static int DigitAt(int index, ReadOnlySpan<byte> whole, ReadOnlySpan<byte> fraction) =>
        (index < whole.Length ? whole[index] : fraction[index - whole.Length]) - '0';

    private static bool AreDigits(ReadOnlySpan<byte> text) => !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');

    private static bool IsDigits(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> digits = text.Length > 0 && text[0] is (byte)'-' or (byte)'+' ? text[1..] : text;
        return digits.Length > 0 && AreDigits(digits);
    }
}
