using System.Globalization;

namespace Hamf.Simulator.Cards;

/// <summary>Everything that does not change during a simulation: customers with cards and homes, merchants with categories and places.</summary>
internal sealed class World
{
    private readonly int[][] _merchantsOf;      // [category]: merchant positions
    private readonly int[][][] _nearestOf;      // [place][category]: the same, nearest first

    public World(CardOptions options)
    {
        var random = new SeededRandom((ulong)options.Seed);
        PlaceShares = new WeightedChoice(Place.All.Select(p => Math.Sqrt(p.Population)));
        Customers = CreateCustomers(options, random);
        Merchants = CreateMerchants(options, random);
        _merchantsOf = Enumerable.Range(0, Category.All.Count)
            .Select(c => Enumerable.Range(0, Merchants.Count).Where(m => Merchants[m].Category == c).ToArray())
            .ToArray();
        _nearestOf = Place.All.Select(place => _merchantsOf.Select(of => NearestFirst(place, of)).ToArray()).ToArray();
    }

    public IReadOnlyList<Customer> Customers { get; }

    public IReadOnlyList<Merchant> Merchants { get; }

    private WeightedChoice PlaceShares { get; }

    /// <summary>Merchants of a category, nearest to a place first.</summary>
    public ReadOnlySpan<int> Nearest(int place, int category) => _nearestOf[place][category];

    /// <summary>Merchants of a category in no order that means anything.</summary>
    public ReadOnlySpan<int> OfCategory(int category) => _merchantsOf[category];

    private int[] NearestFirst(Place place, int[] merchants) =>
        [.. merchants.OrderBy(m => place.DistanceKm(Place.All[Merchants[m].Place])).ThenBy(m => m)];

    private List<Customer> CreateCustomers(CardOptions options, SeededRandom random)
    {
        var used = new HashSet<long>();
        var customers = new List<Customer>(options.Customers);
        for (int i = 0; i < options.Customers; i++)
        {
            bool isYoung = random.Chance(0.45);
            int age = isYoung ? random.Between(18, 44) : random.Between(45, 90);
            int home = PlaceShares.Draw(random);
            customers.Add(new Customer(
                CreateHolder(options, random, home, age),
                home,
                [.. Enumerable.Range(0, i % 5 == 4 ? 2 : 1).Select(_ => NewCard(random, used))],
                isYoung,
                random.LogNormal(1, 0.25),
                random.LogNormal(1, 0.6),
                random.NextBits()));
        }

        return customers;
    }

    private static CardHolder CreateHolder(CardOptions options, SeededRandom random, int home, int age)
    {
        Place place = Place.All[home];
        bool isFemale = random.Chance(0.5);
        string street = $"{random.Between(1, 9999).ToString(CultureInfo.InvariantCulture)} {random.Pick(Words.Streets)} {random.Pick(Words.StreetKinds)}";
        return new CardHolder(
            random.Pick(isFemale ? Words.FirstNamesFemale : Words.FirstNamesMale),
            random.Pick(Words.LastNames),
            isFemale ? "F" : "M",
            street,
            place.City,
            place.State,
            place.Zip,
            Math.Round(place.Latitude + random.Uniform(-0.2, 0.2), 4),
            Math.Round(place.Longitude + random.Uniform(-0.2, 0.2), 4),
            place.Population,
            random.Pick(Words.Jobs),
            options.Start.AddYears(-age).AddDays(-random.Below(365)));
    }

    private static long NewCard(SeededRandom random, HashSet<long> used)
    {
        while (true)
        {
            long card = CardNumbers.Create(random);
            if (used.Add(card))
            {
                return card;
            }
        }
    }

    private List<Merchant> CreateMerchants(CardOptions options, SeededRandom random)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        var shares = new WeightedChoice(Category.All.Select(c => c.Weight));
        var merchants = new List<Merchant>(options.Merchants);
        for (int i = 0; i < options.Merchants; i++)
        {
            // The first ones see to it that every category has merchants.
            int category = i < 3 * Category.All.Count ? i % Category.All.Count : shares.Draw(random);
            int place = PlaceShares.Draw(random);
            merchants.Add(new Merchant(
                NewName(random, used),
                category,
                place,
                Place.All[place].Latitude + random.Uniform(-0.3, 0.3),
                Place.All[place].Longitude + random.Uniform(-0.3, 0.3),
                random.LogNormal(1, 0.15)));
        }

        return merchants;
    }

    private static string NewName(SeededRandom random, HashSet<string> used)
    {
        while (true)
        {
            string first = random.Pick(Words.LastNames);
            string second = random.Pick(Words.LastNames);
            string third = random.Pick(Words.LastNames);
            string name = random.Below(4) switch
            {
                0 => $"{first}, {second} and {third}",
                1 => $"{first}-{second}",
                2 => $"{first}, {second} {random.Pick(Words.CompanyKinds)}",
                _ => $"{first} {random.Pick(Words.CompanyKinds)}",
            };

            // Short names run out when there are many merchants; a number then tells branches apart.
            if (used.Contains(name))
            {
                name = $"{name} {random.Between(2, 99_999).ToString(CultureInfo.InvariantCulture)}";
            }

            if (used.Add(name))
            {
                return name;
            }
        }
    }
}
