namespace Hamf.Simulator;

/// <summary>Card numbers with a valid check digit (Luhn, ISO/IEC 7812-1 annex B).</summary>
internal static class CardNumbers
{
    private static readonly (string Prefix, int Length)[] Forms =
    [
        ("4", 13), ("4", 16), ("4", 16), ("51", 16), ("52", 16), ("54", 16), ("34", 15), ("37", 15), ("6011", 16), ("4", 19),
    ];

    public static long Next(SeededRandom random)
    {
        (string prefix, int length) = random.Pick(Forms);
        Span<char> digits = stackalloc char[length];
        prefix.CopyTo(digits);
        for (int i = prefix.Length; i < length - 1; i++)
        {
            digits[i] = (char)('0' + random.NextIndex(10));
        }

        digits[^1] = CheckDigit(digits[..^1]);
        return long.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static char CheckDigit(ReadOnlySpan<char> body)
    {
        int sum = 0;
        for (int i = 0; i < body.Length; i++)
        {
            int digit = body[body.Length - 1 - i] - '0';
            int weighted = i % 2 == 0 ? digit * 2 : digit;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }

        return (char)('0' + ((10 - (sum % 10)) % 10));
    }
}
