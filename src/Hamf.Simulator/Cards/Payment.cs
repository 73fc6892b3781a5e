using System.Globalization;

namespace Hamf.Simulator.Cards;

/// <summary>Puts a payment together.</summary>
internal static class Payment
{
    private const double SmallestAmount = 1;
    private const double LargestAmount = 25_000;

    public static CardPayment Create(
        SeededRandom random, DateTimeOffset time, Customer customer, long card, Merchant merchant, double amount, bool isFraud) => new()
        {
            Time = time,
            CardNumber = card,
            Merchant = merchant.Name,
            Category = Category.All[merchant.Category].Name,
            Amount = Math.Round(Math.Clamp(amount, SmallestAmount, LargestAmount), 2),
            Holder = customer.Holder,
            Id = random.NextBits().ToString("x16", CultureInfo.InvariantCulture) + random.NextBits().ToString("x16", CultureInfo.InvariantCulture),
            MerchantLatitude = Math.Round(merchant.Latitude + random.Uniform(-0.01, 0.01), 6),
            MerchantLongitude = Math.Round(merchant.Longitude + random.Uniform(-0.01, 0.01), 6),
            IsFraud = isFraud,
        };
}
