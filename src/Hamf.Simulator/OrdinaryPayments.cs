namespace Hamf.Simulator;

/// <summary>Honest payments, among them trips, splurges and night owls that look like fraud.</summary>
internal sealed class OrdinaryPayments(World world, SeededRandom random)
{
    private const double FavouriteShare = 0.75;
    private const double SplurgeShare = 0.012;
    private const double TripStartShare = 0.004;

    private readonly Dictionary<Person, (DateOnly Until, Place Where)> _trips = [];

    public List<CardPayment> On(DateOnly day, double meanCount, bool drifts)
    {
        bool isWeekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        int count = random.Poisson(meanCount * (isWeekend ? 1.12 : 0.95) * SeasonFactor(day));
        var payments = new List<CardPayment>(count + (count / 16));
        while (payments.Count < count)
        {
            Person person = world.People[random.PickWeighted(world.ActivityCumulative)];
            payments.Add(Payment(person, day, isWeekend, drifts));
            if (random.Chance(SplurgeShare))
            {
                AddSplurge(person, day, drifts, payments);
            }
        }

        return payments;
    }

    private CardPayment Payment(Person person, DateOnly day, bool isWeekend, bool drifts)
    {
        int category = random.PickWeighted(person.TasteCumulative);
        if (isWeekend && random.Chance(0.3))
        {
            int other = random.PickWeighted(person.TasteCumulative);
            category = Categories.All[other].WeekendFactor > Categories.All[category].WeekendFactor ? other : category;
        }

        Category kind = Categories.All[category];
        double hour = person.IsNightOwl && random.Chance(0.5) ? random.Between(21, 28) % 24 : HourAround(kind.PeakHour);
        double amount = random.LogNormal(kind.Median, kind.Sigma) * person.Spending * Prices(drifts);
        return New(person, category, day, hour, amount, isFavourite: random.Chance(FavouriteShare));
    }

    // Several larger payments within hours: holidays, moving house, presents.
    private void AddSplurge(Person person, DateOnly day, bool drifts, List<CardPayment> payments)
    {
        double hour = random.Between(9, 20);
        int count = 2 + random.NextIndex(5);
        for (int i = 0; i < count && hour < 24; i++, hour += random.Between(0.05, 1.2))
        {
            int category = random.PickWeighted(person.TasteCumulative);
            double amount = random.LogNormal(Categories.All[category].Median, Categories.All[category].Sigma)
                * person.Spending * Prices(drifts) * random.Between(1.2, 4.5);
            payments.Add(New(person, category, day, hour, amount, isFavourite: random.Chance(0.4)));
        }
    }

    private CardPayment New(Person person, int category, DateOnly day, double hour, double amount, bool isFavourite)
    {
        Merchant merchant = isFavourite && person.Favourites.TryGetValue(category, out Merchant[]? usual)
            ? random.Pick(usual)
            : random.Pick(world.Merchants[category]);
        Place near = WhereIs(person, day);
        return new CardPayment
        {
            Time = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc).AddSeconds(Math.Floor(hour * 3600)),
            Customer = person.Customer,
            Merchant = merchant,
            AmountCents = Amounts.Cents(amount),
            TransNum = random.NextHex(),
            MerchLat = Math.Round(near.Lat + (0.35 * random.NextNormal()), 6),
            MerchLong = Math.Round(near.Long + (0.45 * random.NextNormal()), 6),
            IsFraud = false,
        };
    }

    private Place WhereIs(Person person, DateOnly day)
    {
        if (_trips.TryGetValue(person, out (DateOnly Until, Place Where) trip) && day <= trip.Until)
        {
            return trip.Where;
        }

        if (random.Chance(TripStartShare))
        {
            Place where = random.Pick(Places.All);
            _trips[person] = (day.AddDays(1 + random.NextIndex(6)), where);
            return where;
        }

        return person.Customer.Home;
    }

    private double HourAround(double peak)
    {
        double hour = peak + (4.2 * random.NextNormal());
        return hour is >= 0 and < 24 ? hour : random.Between(0, 24);
    }

    private static double SeasonFactor(DateOnly day) => day.Month switch { 12 => 1.5, 11 => 1.15, 1 or 2 => 0.9, _ => 1.0 };

    private static double Prices(bool drifts) => drifts ? 1.3 : 1.0;
}

/// <summary>Amounts of money.</summary>
internal static class Amounts
{
    private const int MostCents = 2_500_000;

    /// <summary>Dollars to whole cents, at least 50 cents and at most 25,000 dollars.</summary>
    public static int Cents(double dollars) => (int)Math.Clamp(Math.Round(dollars * 100), 50, MostCents);
}
