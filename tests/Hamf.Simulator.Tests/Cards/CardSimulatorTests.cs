using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using Hamf.Simulator.Cards;

namespace Hamf.Simulator.Tests.Cards;

public sealed class CardSimulatorTests
{
    private static readonly CardOptions Small = new() { Customers = 200, Merchants = 150, Days = 28, EventsPerDay = 1500, FraudRate = 0.01 };

    [Fact]
    public void A_later_start_goes_on_with_the_same_cards_and_other_payments()
    {
        var options = new CardOptions { Customers = 50, Days = 5, EventsPerDay = 200 };
        CardPayment[] first = new CardSimulator(options).Run().ToArray();
        CardPayment[] next = new CardSimulator(options with { Start = options.Start.AddDays(5) }).Run().ToArray();

        Assert.Empty(first.Select(p => p.Id).Intersect(next.Select(p => p.Id)));
        Assert.NotEmpty(first.Select(p => p.CardNumber).Intersect(next.Select(p => p.CardNumber)));
    }

    [Fact]
    public void Gives_the_same_bytes_for_the_same_seed()
    {
        // A changed digest means that every simulation of every user has changed: say so in the change log.
        Assert.Equal("8A10B003D131F231", Digest(new CardOptions()));
        Assert.NotEqual(Digest(new CardOptions()), Digest(new CardOptions { Seed = 2 }));
    }

    [Fact]
    public void Gives_the_same_bytes_in_any_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        string expected = Digest(Small);
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo("ar-SA");
            Assert.Equal(expected, Digest(Small));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Runs_in_time_order_within_the_days_asked_for()
    {
        List<CardPayment> payments = [.. new CardSimulator(Small).Run()];

        Assert.True(payments.Zip(payments.Skip(1)).All(p => p.First.Time <= p.Second.Time));
        Assert.True(payments[0].Time >= new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        Assert.True(payments[^1].Time < new DateTimeOffset(2025, 1, 29, 0, 0, 0, TimeSpan.Zero));
        Assert.InRange(payments.Count, 28 * 1500 * 0.95, 28 * 1500 * 1.05);
        Assert.Equal(payments.Count, payments.Select(p => p.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.005)]
    [InlineData(0.02)]
    [InlineData(0.2)]
    public void Keeps_the_fraud_rate(double rate)
    {
        List<CardPayment> payments = [.. new CardSimulator(Small with { FraudRate = rate, Days = 60, Customers = 2000 }).Run()];

        double share = payments.Average(p => p.IsFraud ? 1.0 : 0);

        Assert.InRange(share, rate * 0.8, rate * 1.2);
    }

    [Fact]
    public void Card_numbers_have_valid_check_digits_and_some_exceed_a_double()
    {
        List<long> cards = [.. new CardSimulator(Small with { Customers = 1000 }).Run().Select(p => p.CardNumber).Distinct()];

        Assert.All(cards, c => Assert.Equal(c % 10, CardNumbers.CheckDigit(c / 10)));
        Assert.InRange(cards.Count(c => c > 1L << 53) / (double)cards.Count, 0.05, 0.2);
        Assert.All(cards, c => Assert.InRange(c.ToString(CultureInfo.InvariantCulture).Length, 12, 19));
    }

    [Theory]
    [InlineData(7992739871, 3)]
    [InlineData(411111111111111, 1)]
    [InlineData(0, 0)]
    public void Check_digits_are_those_of_known_numbers(long number, int expected)
    {
        Assert.Equal(expected, CardNumbers.CheckDigit(number));
    }

    [Fact]
    public void Every_day_and_hour_has_its_rhythm()
    {
        List<CardPayment> payments = [.. new CardSimulator(Small).Run()];

        ILookup<int, CardPayment> byHour = payments.ToLookup(p => p.Time.Hour);
        Assert.True(byHour[15].Count() > 3 * byHour[4].Count());
        ILookup<DayOfWeek, CardPayment> byDay = payments.ToLookup(p => p.Time.DayOfWeek);
        Assert.True(byDay[DayOfWeek.Saturday].Count() > 1.2 * byDay[DayOfWeek.Tuesday].Count());
    }

    [Fact]
    public void Drift_raises_prices_and_changes_what_thieves_do()
    {
        CardOptions still = Small with { Days = 120, FraudRate = 0.02, Customers = 2000 };
        var from = new DateTimeOffset(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);
        List<CardPayment> drifting = [.. new CardSimulator(still with { DriftFrom = new DateOnly(2025, 3, 1), Inflation = 0.5 }).Run()];
        List<CardPayment> before = [.. drifting.Where(p => p.Time < from)];
        List<CardPayment> after = [.. drifting.Where(p => p.Time >= from.AddDays(15))];

        Assert.Equal(new CardSimulator(still).Run().TakeWhile(p => p.Time < from), before);
        Assert.InRange(MedianAmount(after, isFraud: false) / MedianAmount(before, isFraud: false), 1.4, 1.6);
        Assert.True(QuietShare(after) > 3 * QuietShare(before), "Loud frauds should give way to quiet ones.");

        static double MedianAmount(List<CardPayment> of, bool isFraud) =>
            of.Where(p => p.IsFraud == isFraud).Select(p => p.Amount).Order().ElementAt(of.Count(p => p.IsFraud == isFraud) / 2);
        static double QuietShare(List<CardPayment> of) =>
            of.Where(p => p.IsFraud).Average(p => p.Category is "health_fitness" or "personal_care" or "kids_pets" ? 1.0 : 0);
    }

    [Fact]
    public void No_single_column_tells_fraud()
    {
        List<CardPayment> payments = [.. new CardSimulator(new CardOptions()).Run()];
        (string Name, Func<CardPayment, double> Value)[] columns =
        [
            ("amount", p => p.Amount),
            ("hour", p => p.Time.Hour),
            ("distance", Distance),
            ("card", p => p.CardNumber),
            ("merchant latitude", p => p.MerchantLatitude),
            ("merchant longitude", p => p.MerchantLongitude),
            ("age", p => p.Holder.BirthDate.DayNumber),
            ("population", p => p.Holder.CityPopulation),
        ];

        foreach ((string name, Func<CardPayment, double> value) in columns)
        {
            double auc = Auc(payments, value);
            Assert.True(Math.Max(auc, 1 - auc) < 0.97, $"{name} alone has an area of {auc}.");
        }

        double category = CategoryAuc(payments);
        Assert.True(category < 0.97, $"The category alone has an area of {category}.");
        Assert.True(Auc(payments, p => p.Amount) > 0.7, "The amount should say something.");
    }

    [Fact]
    public void Frauds_come_in_runs_on_one_card()
    {
        List<CardPayment> frauds = [.. new CardSimulator(new CardOptions()).Run().Where(p => p.IsFraud)];
        var last = new Dictionary<long, DateTimeOffset>();
        int followed = 0;
        foreach (CardPayment fraud in frauds)
        {
            followed += last.TryGetValue(fraud.CardNumber, out DateTimeOffset before) && fraud.Time - before < TimeSpan.FromHours(12) ? 1 : 0;
            last[fraud.CardNumber] = fraud.Time;
        }

        Assert.True(followed > 0.6 * frauds.Count);
    }

    [Fact]
    public void Lists_all_problems_of_the_options()
    {
        var e = Assert.Throws<ArgumentException>(() => new CardSimulator(new CardOptions { Customers = 0, Days = 0, FraudRate = double.NaN }));

        Assert.Contains("customers is 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("days is 0", e.Message, StringComparison.Ordinal);
        Assert.Contains("fraud rate is NaN", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 50)]
    [InlineData(3, 50)]
    public void Works_with_the_smallest_worlds(int customers, int merchants)
    {
        var simulator = new CardSimulator(new CardOptions { Customers = customers, Merchants = merchants, Days = 3, EventsPerDay = 50, FraudRate = 0.5 });

        Assert.InRange(simulator.Run().Count(), 50, 400);
    }

    private static string Digest(CardOptions options)
    {
        var output = new ArrayBufferWriter<byte>();
        CardCsv.WriteHeader(output);
        long index = 0;
        foreach (CardPayment payment in new CardSimulator(options).Run().Take(20_000))
        {
            CardCsv.WriteLine(output, payment, index++);
        }

        return Convert.ToHexString(SHA256.HashData(output.WrittenSpan))[..16];
    }

    private static double Distance(CardPayment p)
    {
        double x = (p.MerchantLongitude - p.Holder.Longitude) * Math.Cos(double.DegreesToRadians(p.Holder.Latitude));
        double y = p.MerchantLatitude - p.Holder.Latitude;
        return Math.Sqrt((x * x) + (y * y));
    }

    private static double CategoryAuc(List<CardPayment> payments)
    {
        Dictionary<string, double> rates = payments.GroupBy(p => p.Category).ToDictionary(g => g.Key, g => g.Average(p => p.IsFraud ? 1.0 : 0));
        return Auc(payments, p => rates[p.Category]);
    }

    // Area under the ROC curve by rank sums (Mann and Whitney 1947), ties shared.
    private static double Auc(List<CardPayment> payments, Func<CardPayment, double> value)
    {
        double rankSum = 0;
        long rank = 0;
        foreach (IGrouping<double, CardPayment> tie in payments.GroupBy(value).OrderBy(g => g.Key))
        {
            int size = tie.Count();
            rankSum += tie.Count(p => p.IsFraud) * (rank + ((size + 1) / 2.0));
            rank += size;
        }

        double positives = payments.Count(p => p.IsFraud);
        return (rankSum - (positives * (positives + 1) / 2)) / (positives * (payments.Count - positives));
    }
}
