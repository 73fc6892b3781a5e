namespace Hamf.Simulator.Cards;

/// <summary>Made-up card numbers of every length in use, with a valid check digit.</summary>
internal static class CardNumbers
{
    private static readonly (string Prefix, int Length)[] Kinds =
    [
        ("4", 16), ("4", 13), ("4", 19), ("51", 16), ("53", 16), ("6011", 16), ("34", 15), ("37", 15), ("30", 14), ("36", 14), ("5018", 12), ("2131", 15),
    ];

    // About one card in ten is longer than 2^53, as in the public data: what a double would round away.
    private static readonly WeightedChoice Shares = new([22, 8, 10, 10, 10, 10, 7, 7, 5, 4, 4, 3]);

    /// <summary>A new number.</summary>
    public static long Create(SeededRandom random)
    {
        (string prefix, int length) = Kinds[Shares.Draw(random)];
        long number = 0;
        foreach (char digit in prefix)
        {
            number = (number * 10) + (digit - '0');
        }

        for (int i = prefix.Length; i < length - 1; i++)
        {
            number = (number * 10) + random.Below(10);
        }

        return (number * 10) + CheckDigit(number);
    }

    /// <summary>The digit that Luhn's formula (US patent 2,950,048) appends.</summary>
    public static int CheckDigit(long number)
    {
        int sum = 0;
        for (bool doubled = true; number > 0; number /= 10, doubled = !doubled)
        {
            int digit = (int)(number % 10) * (doubled ? 2 : 1);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return (10 - (sum % 10)) % 10;
    }
}
