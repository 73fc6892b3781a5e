using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Hamf.Simulator.Tests;

public sealed class PaymentSimulatorTests
{
    private static readonly SimulationOptions Small = new() { Customers = 200, PaymentsPerDay = 1_000, Days = 14 };

    [Fact]
    public void Same_seed_gives_the_same_bytes()
    {
        string first = Csv(new PaymentSimulator(Small).Payments());
        string again = Csv(new PaymentSimulator(Small).Payments());
        string other = Csv(new PaymentSimulator(Small with { Seed = 2 }).Payments());

        Assert.Equal(first, again);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void Seed_1_still_gives_the_payments_it_gave_before()
    {
        string csv = Csv(new PaymentSimulator(Small).Payments());

        // Made by this code; a change means that simulated data of users with the same seed changes, which belongs in the changelog.
        Assert.Equal(Golden, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(csv)))[..16]);
    }

    private const string Golden = "a1ca5a328718a323";

    [Fact]
    public void Longer_simulation_begins_with_the_shorter()
    {
        string shorter = Csv(new PaymentSimulator(Small).Payments());
        string longer = Csv(new PaymentSimulator(Small with { Days = 16 }).Payments());

        Assert.StartsWith(shorter, longer, StringComparison.Ordinal);
    }

    [Fact]
    public void Payments_come_in_time_order_within_the_span()
    {
        CardPayment[] payments = new PaymentSimulator(Small).Payments().ToArray();

        Assert.Equal(payments.OrderBy(p => p.Time), payments);
        Assert.All(payments, p => Assert.InRange(DateOnly.FromDateTime(p.Time), Small.Start, Small.Start.AddDays(Small.Days - 1)));
    }

    [Fact]
    public void Volume_and_fraud_rate_are_near_what_was_asked()
    {
        var options = new SimulationOptions { PaymentsPerDay = 4_000, Days = 40, FraudRate = 0.01 };

        CardPayment[] payments = new PaymentSimulator(options).Payments().ToArray();

        double rate = payments.Count(p => p.IsFraud) / (double)payments.Length;
        Assert.InRange(payments.Length, 140_000, 180_000);
        Assert.InRange(rate, 0.008, 0.012);
    }

    [Fact]
    public void Card_numbers_pass_the_check_digit_and_some_exceed_what_a_double_holds()
    {
        long[] cards = new PaymentSimulator(Small).Payments().Select(p => p.Customer.CardNumber).Distinct().ToArray();

        Assert.All(cards, c => Assert.True(PassesLuhn(c), c.ToString(CultureInfo.InvariantCulture)));
        Assert.Contains(cards, c => c > 1L << 53);
    }

    [Fact]
    public void Event_ids_are_unique()
    {
        string[] ids = new PaymentSimulator(Small).Payments().Select(p => p.TransNum).ToArray();

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Fact]
    public void Drift_raises_honest_amounts_from_its_day_on()
    {
        DateOnly from = Small.Start.AddDays(7);
        CardPayment[] payments = new PaymentSimulator(Small with { DriftFrom = from }).Payments().Where(p => !p.IsFraud).ToArray();

        double before = Median(payments.Where(p => DateOnly.FromDateTime(p.Time) < from));
        double after = Median(payments.Where(p => DateOnly.FromDateTime(p.Time) >= from));

        Assert.InRange(after / before, 1.15, 1.45);
    }

    [Fact]
    public void No_single_amount_separates_fraud_from_the_rest()
    {
        CardPayment[] payments = new PaymentSimulator(Small with { Days = 60, FraudRate = 0.02 }).Payments().ToArray();
        int[] fraud = payments.Where(p => p.IsFraud).Select(p => p.AmountCents).Order().ToArray();
        int[] honest = payments.Where(p => !p.IsFraud).Select(p => p.AmountCents).Order().ToArray();

        double auc = fraud.Average(amount => honest.Count(h => h < amount) / (double)honest.Length);

        Assert.InRange(auc, 0.6, 0.95);
    }

    [Fact]
    public void Options_out_of_range_are_all_named()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => new PaymentSimulator(new SimulationOptions { Customers = 0, Days = 0, FraudRate = 2 }));

        Assert.Contains("customers", e.Message, StringComparison.Ordinal);
        Assert.Contains("days", e.Message, StringComparison.Ordinal);
        Assert.Contains("fraud rate", e.Message, StringComparison.Ordinal);
    }

    private static string Csv(IEnumerable<CardPayment> payments)
    {
        using var text = new StringWriter();
        long row = 0;
        foreach (CardPayment payment in payments)
        {
            PaymentFormat.WriteCsv(text, payment, row++);
        }

        return text.ToString();
    }

    private static double Median(IEnumerable<CardPayment> payments)
    {
        int[] amounts = payments.Select(p => p.AmountCents).Order().ToArray();
        return amounts[amounts.Length / 2];
    }

    private static bool PassesLuhn(long card)
    {
        int sum = 0;
        for (int i = 0; card > 0; i++, card /= 10)
        {
            int digit = (int)(card % 10) * (i % 2 == 0 ? 1 : 2);
            sum += digit > 9 ? digit - 9 : digit;
        }

        return sum % 10 == 0;
    }
}
