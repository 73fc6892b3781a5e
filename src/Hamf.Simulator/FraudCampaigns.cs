namespace Hamf.Simulator;

/// <summary>
/// Fraud as campaigns against one card each: bursts with a stolen card, testing with small amounts before large ones, use far away, and
/// quiet purchases at night at merchants that the card holder does not use.
/// </summary>
internal sealed class FraudCampaigns(World world, SimulationOptions options, SeededRandom random)
{
    // Mean payments of a campaign over the four kinds with the weights below; turns the wanted share of fraud into campaigns a day.
    private const double MeanCampaignSize = 6.3;

    private static readonly double[] KindCumulative = World.Cumulative([4, 2.5, 2, 2.5]);
    private static readonly double[] KindCumulativeAfterDrift = World.Cumulative([1.5, 1, 4, 4.5]);

    private static readonly int[] Stolen = Indices("shopping_net", "misc_net", "shopping_pos", "grocery_pos", "misc_pos", "travel");
    private static readonly int[] Online = Indices("shopping_net", "misc_net", "entertainment", "travel", "grocery_net");
    private static readonly int[] AtTills = Indices("gas_transport", "grocery_pos", "shopping_pos", "misc_pos", "food_dining", "home");

    private readonly List<CardPayment> _pending = [];

    public List<CardPayment> On(DateOnly day, bool drifts)
    {
        double campaigns = options.FraudRate * options.PaymentsPerDay / MeanCampaignSize;
        for (int i = random.Poisson(campaigns); i > 0; i--)
        {
            Begin(day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc), drifts);
        }

        DateTime end = day.AddDays(1).ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        List<CardPayment> due = _pending.Where(p => p.Time < end).ToList();
        _pending.RemoveAll(p => p.Time < end);
        return due;
    }

    private void Begin(DateTime midnight, bool drifts)
    {
        Person victim = world.People[random.NextIndex(world.People.Length)];
        switch (random.PickWeighted(drifts ? KindCumulativeAfterDrift : KindCumulative))
        {
            case 0:
                Burst(victim, midnight);
                break;
            case 1:
                TestThenSpend(victim, midnight);
                break;
            case 2:
                UseFarAway(victim, midnight, drifts);
                break;
            default:
                BuyQuietly(victim, midnight, drifts);
                break;
        }
    }

    private void Burst(Person victim, DateTime midnight)
    {
        double hour = random.Chance(0.6) ? random.Between(20, 28) : random.Between(7, 20);
        int count = 4 + random.NextIndex(9);
        for (int i = 0; i < count; i++, hour += random.Between(0.03, 1.4))
        {
            int category = random.Pick(Stolen);
            Add(victim, midnight, hour, category, Typical(category, victim) * random.Between(1.2, 6), victim.Customer.Home, spread: 0.8);
        }
    }

    private void TestThenSpend(Person victim, DateTime midnight)
    {
        double hour = random.Between(0, 24);
        for (int i = 2 + random.NextIndex(4); i > 0; i--, hour += random.Between(0.01, 0.2))
        {
            Add(victim, midnight, hour, random.Pick(Online), random.Between(0.6, 6), victim.Customer.Home, spread: 1.2);
        }

        hour += random.Between(0.2, 5);
        for (int i = 1 + random.NextIndex(4); i > 0; i--, hour += random.Between(0.05, 1))
        {
            Add(victim, midnight, hour, random.Pick(Online), random.LogNormal(380, 0.6), victim.Customer.Home, spread: 1.2);
        }
    }

    private void UseFarAway(Person victim, DateTime midnight, bool drifts)
    {
        Place far = random.Pick(Places.All);
        double hour = random.Between(6, 23);
        for (int i = 2 + random.NextIndex(5); i > 0; i--, hour += random.Between(0.3, 9))
        {
            int category = random.Pick(AtTills);
            double amount = Typical(category, victim) * random.Between(0.8, 2.6) * (drifts ? 0.8 : 1);
            Add(victim, midnight, hour, category, amount, far, spread: 0.5);
        }
    }

    private void BuyQuietly(Person victim, DateTime midnight, bool drifts)
    {
        double hour = random.Between(22, 28);
        for (int i = 3 + random.NextIndex(5); i > 0; i--)
        {
            int category = random.Pick(Online);
            double amount = Typical(category, victim) * random.Between(1, drifts ? 2.2 : 3.5);
            Add(victim, midnight, hour, category, amount, victim.Customer.Home, spread: 1.0);
            hour += random.Chance(0.5) ? random.Between(0.2, 2) : 24 + random.Between(-2, 2);
        }
    }

    private double Typical(int category, Person victim) =>
        random.LogNormal(Categories.All[category].Median, Categories.All[category].Sigma * 0.6) * victim.Spending;

    private void Add(Person victim, DateTime midnight, double hour, int category, double amount, Place near, double spread) =>
        _pending.Add(new CardPayment
        {
            Time = midnight.AddSeconds(Math.Floor(hour * 3600)),
            Customer = victim.Customer,
            Merchant = random.Pick(world.Merchants[category]),
            AmountCents = Amounts.Cents(amount),
            TransNum = random.NextHex(),
            MerchLat = Math.Round(near.Lat + (spread * random.NextNormal()), 6),
            MerchLong = Math.Round(near.Long + (spread * random.NextNormal()), 6),
            IsFraud = true,
        });

    private static int[] Indices(params ReadOnlySpan<string> names)
    {
        var indices = new int[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            indices[i] = Categories.IndexOf(names[i]);
        }

        return indices;
    }
}
