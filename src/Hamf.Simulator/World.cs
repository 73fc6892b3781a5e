namespace Hamf.Simulator;

/// <summary>The people, shops and places of a simulation: made once from the seed, then only read.</summary>
internal sealed class World
{
    private const int MerchantsPerCategory = 24;
    private const int FavouritesPerCustomer = 14;

    public World(SimulationOptions options)
    {
        SeededRandom random = SeededRandom.FromSeed(options.Seed, stream: 1);
        Merchants = Categories.All.Select(c => NewMerchants(c, random)).ToArray();
        People = new Person[options.Customers];
        for (int i = 0; i < People.Length; i++)
        {
            People[i] = NewPerson(random);
        }

        ActivityCumulative = Cumulative(People.Select(p => p.Activity));
    }

    /// <summary>Merchants by category index.</summary>
    public Merchant[][] Merchants { get; }

    public Person[] People { get; }

    /// <summary>Running sums of the people's activity, to pick payers with.</summary>
    public double[] ActivityCumulative { get; }

    public static double[] Cumulative(IEnumerable<double> weights)
    {
        double sum = 0;
        return weights.Select(w => sum += w).ToArray();
    }

    private static Merchant[] NewMerchants(Category category, SeededRandom random)
    {
        var merchants = new Merchant[MerchantsPerCategory];
        for (int i = 0; i < merchants.Length; i++)
        {
            string last = random.Pick(Names.Last);
            string name = random.NextIndex(3) switch
            {
                0 => $"{last} and {random.Pick(Names.Last)}",
                1 => $"{last}, {random.Pick(Names.Last)} and {random.Pick(Names.Last)}",
                _ => $"{last} {random.Pick(Names.ShopEndings)}",
            };
            merchants[i] = new Merchant(name, category.Name);
        }

        return merchants;
    }

    private Person NewPerson(SeededRandom random)
    {
        bool isWoman = random.Chance(0.52);
        Place town = random.Pick(Places.All);
        var customer = new Customer
        {
            CardNumber = CardNumbers.Next(random),
            First = random.Pick(isWoman ? Names.Women : Names.Men),
            Last = random.Pick(Names.Last),
            Gender = isWoman ? 'F' : 'M',
            Street = FormattableString.Invariant($"{random.NextIndex(980) + 10} {random.Pick(Names.Last)} {random.Pick(Names.StreetEndings)}"),
            Home = town with
            {
                Lat = Math.Round(town.Lat + random.Between(-0.12, 0.12), 4),
                Long = Math.Round(town.Long + random.Between(-0.12, 0.12), 4),
            },
            Job = random.Pick(Names.Jobs),
            BirthDate = new DateOnly(1940, 1, 1).AddDays(random.NextIndex(66 * 365)),
        };
        double[] taste = World.Cumulative(Categories.All.Select(c => c.Weight * random.LogNormal(1, 0.6)));
        var favourites = new Dictionary<int, Merchant[]>();
        for (int i = 0; i < FavouritesPerCustomer; i++)
        {
            int category = random.PickWeighted(taste);
            favourites[category] = [.. favourites.GetValueOrDefault(category, []), random.Pick(Merchants[category])];
        }

        return new Person(customer, random.LogNormal(1, 0.7), random.LogNormal(1, 0.45), random.Chance(0.12), taste, favourites);
    }
}

/// <summary>A customer's habits.</summary>
/// <param name="Customer">Who.</param>
/// <param name="Activity">How often compared to others.</param>
/// <param name="Spending">How much compared to others.</param>
/// <param name="IsNightOwl">Whether nights are as good as days.</param>
/// <param name="TasteCumulative">Running sums of category weights.</param>
/// <param name="Favourites">Usual merchants by category index.</param>
internal sealed record Person(
    Customer Customer,
    double Activity,
    double Spending,
    bool IsNightOwl,
    double[] TasteCumulative,
    Dictionary<int, Merchant[]> Favourites);
