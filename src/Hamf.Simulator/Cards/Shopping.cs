namespace Hamf.Simulator.Cards;

/// <summary>Genuine payments: who buys what, where and for how much.</summary>
internal sealed class Shopping
{
    private const int FavouriteCount = 6;
    private static readonly int Travel = Category.IndexOf("travel");
    private const double InflationDays = 14;

    private readonly World _world;
    private readonly CardOptions _options;
    private readonly WeightedChoice[] _customers;   // [older, young]
    private readonly int[][] _customersOf;
    private readonly WeightedChoice[][] _categories; // [older, young][day, night]

    public Shopping(World world, CardOptions options)
    {
        _world = world;
        _options = options;
        _customersOf = [IndexesOf(isYoung: false), IndexesOf(isYoung: true)];
        _customers = _customersOf.Select(of => new WeightedChoice(of.Select(i => world.Customers[i].Activity).DefaultIfEmpty(0))).ToArray();
        _categories =
        [
            [CategoryShares(isYoung: false, isNight: false), CategoryShares(isYoung: false, isNight: true)],
            [CategoryShares(isYoung: true, isNight: false), CategoryShares(isYoung: true, isNight: true)],
        ];
    }

    /// <summary>Expected number of payments of one age group in an hour, when <paramref name="perDay"/> are made per day by all.</summary>
    public double ExpectedCount(DateTimeOffset hour, bool isYoung, double perDay)
    {
        double share = _customers[isYoung ? 1 : 0].Total / (_customers[0].Total + _customers[1].Total);
        return perDay / 24 * share * Rhythm.Of(hour.DayOfWeek, hour.Hour, isYoung);
    }

    /// <summary>A genuine payment at that time.</summary>
    public CardPayment Buy(SeededRandom random, DateTimeOffset time, bool isYoung)
    {
        int group = isYoung ? 1 : 0;
        Customer customer = _world.Customers[_customersOf[group][_customers[group].Draw(random)]];
        int category = _categories[group][Rhythm.IsNight(time.Hour) ? 1 : 0].Draw(random);
        Merchant merchant = _world.Merchants[ChooseMerchant(random, customer, category)];
        long card = customer.Cards[customer.Cards.Length > 1 && random.Chance(0.3) ? 1 : 0];
        return Payment.Create(random, time, customer, card, merchant, UsualAmount(random, time, customer, merchant), isFraud: false);
    }

    /// <summary>What this customer would spend at this merchant.</summary>
    public double UsualAmount(SeededRandom random, DateTimeOffset time, Customer customer, Merchant merchant)
    {
        Category category = Category.All[merchant.Category];
        return random.LogNormal(category.MedianAmount, category.Sigma) * customer.Spending * merchant.PriceLevel * PriceLevel(time);
    }

    /// <summary>Prices now by prices before the drift.</summary>
    public double PriceLevel(DateTimeOffset time)
    {
        if (_options.DriftFrom is not { } from)
        {
            return 1;
        }

        double days = time.UtcDateTime.Subtract(from.ToDateTime(TimeOnly.MinValue)).TotalDays;
        return 1 + (_options.Inflation * Math.Clamp(days / InflationDays, 0, 1));
    }

    /// <summary>A merchant that this customer would choose: mostly one of a few favourites, near home unless it is online.</summary>
    public int ChooseMerchant(SeededRandom random, Customer customer, int category)
    {
        ReadOnlySpan<int> merchants = Category.All[category].IsOnline ? _world.OfCategory(category) : _world.Nearest(customer.Home, category);
        if (random.Chance(0.8))
        {
            return merchants[Favourite(customer, category, random.Below(FavouriteCount), merchants.Length)];
        }

        // Shopping around, and now and then a journey.
        bool travels = Category.All[category].IsOnline || random.Chance(category == Travel ? 0.4 : 0.05);
        return merchants[random.Below(travels ? merchants.Length : Math.Min(12, merchants.Length))];
    }

    private static int Favourite(Customer customer, int category, int rank, int merchantCount)
    {
        // A fixed scramble of customer, category and rank: favourites need no memory.
        ulong mixed = (customer.TasteSeed ^ ((ulong)category << 32) ^ (ulong)rank) * 0x9E3779B97F4A7C15;
        int reach = Category.All[category].IsOnline ? merchantCount : Math.Min(8, merchantCount);
        return (int)((mixed >> 33) % (ulong)reach);
    }

    private int[] IndexesOf(bool isYoung) =>
        [.. Enumerable.Range(0, _world.Customers.Count).Where(i => _world.Customers[i].IsYoung == isYoung)];

    private static WeightedChoice CategoryShares(bool isYoung, bool isNight) =>
        new(Category.All.Select(c => c.Weight * (isNight ? c.NightFactor : 1) * (c.IsOnline && isYoung ? 1.5 : 1)));
}
